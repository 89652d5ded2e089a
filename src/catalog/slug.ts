import { godwitError } from '#core'

const LONGEST = 60

/**
 * A description as the name part of a file: `Add email to Users!` gives `add_email_to_users`.
 * Only ASCII, since names travel between file systems that spell accents differently.
 * @throws GodwitError `GODWIT_USAGE` when nothing is left
 */
export function slugOf(description: string): string {
  const slug = description
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    // Upper case first: it writes ß as SS.
    .toUpperCase()
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+/, '')
    .slice(0, LONGEST)
    .replace(/_+$/, '')
  if (slug !== '') return slug
  throw godwitError('GODWIT_USAGE', {
    message: `"${description}" gives no file name: a description needs at least one letter from a to z or one digit.`,
    next: ['godwit new "add email to users"'],
  })
}
