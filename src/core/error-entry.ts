/** One permanent error code: its exit code, what it means, and what to do about it in general. */
export type ErrorEntry = {
  readonly exit: number
  readonly title: string
  readonly why: string
  readonly next: string
}

/** An entry of the catalogue. */
export const entry = (exit: number, title: string, why: string, next: string): ErrorEntry => ({
  exit,
  title,
  why,
  next,
})
