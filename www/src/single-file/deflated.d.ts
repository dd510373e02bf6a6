/** A file's bytes, deflated, in base64: see `vite/single-file.ts`. */
declare module '*?deflated' {
  const base64: string;
  export default base64;
}
