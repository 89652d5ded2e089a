/** Offsets of a piece of a text; `end` is just after it. */
export type Range = { readonly start: number; readonly end: number }
