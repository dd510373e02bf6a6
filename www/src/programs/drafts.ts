/** Texts of programs that were changed and are not kept yet, by the program's name. They outlive the view. */
export const drafts = new Map<string, string>();
