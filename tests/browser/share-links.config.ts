import { defineConfig } from '@playwright/test';

// For long runs of what needs no page: `cargo xtask fuzz`.
export default defineConfig({
  testMatch: 'share-links.spec.ts',
  outputDir: '../../target/share-links',
  reporter: [['list']],
  timeout: 0,
  forbidOnly: true,
});
