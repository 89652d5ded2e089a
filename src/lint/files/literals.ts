import { literalsOf, type Grammar, type Range, type Statement } from '#sql'

/** Something that was found in the strings of a statement; `at` counts from the statement's beginning. */
export type Sighting = { readonly what: string; readonly at: number }

/** How a secret of a known kind looks. Every repetition has an end, so that the time grows with the text alone. */
const SECRETS: readonly (readonly [string, RegExp])[] = [
  ['an AWS access key', /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g],
  ['a GitHub token', /\b(?:gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_[A-Za-z0-9_]{22,255})\b/g],
  ['a GitLab token', /\bglpat-[A-Za-z0-9_-]{20,64}/g],
  ['a Slack token', /\bxox[abprs]-[A-Za-z0-9-]{10,255}/g],
  ['a Stripe key', /\b[rs]k_live_[A-Za-z0-9]{16,255}/g],
  ['a Google API key', /\bAIza[0-9A-Za-z_-]{35}/g],
  ['a private key', /-----BEGIN (?:[A-Z]{1,16} ){0,3}PRIVATE KEY-----[A-Za-z0-9+/=\s\\]{0,8000}/g],
  [
    'a JSON web token',
    /\beyJ[A-Za-z0-9_-]{10,2000}\.eyJ[A-Za-z0-9_-]{10,4000}\.[A-Za-z0-9_-]{10,1000}/g,
  ],
  [
    'an address with a password',
    /\b[a-z][a-z0-9+]{1,20}:\/\/[^\s:/@'"]{1,64}:(?!\$|<|\*)[^\s@/'"]{1,128}@/gi,
  ],
]

/** What every one of them has in it. */
const HINT =
  /AKIA|ASIA|gh[pousr]_|github_pat_|glpat-|xox[abprs]-|k_live_|AIza|PRIVATE KEY|eyJ|:\/\/|PASSWORD|IDENTIFIED/i

/** Whether it is worth while to look for secrets in a text. */
export function mayHoldSecrets(text: string): boolean {
  return HINT.test(text)
}

/** Secrets in the strings of a statement, and in the lines of its COPY. */
export function secretsIn(statement: Statement, grammar: Grammar): readonly Sighting[] {
  const { text, copyData } = statement
  if (!mayHoldSecrets(text) && (copyData === undefined || !mayHoldSecrets(copyData))) return []
  const inText = SECRETS.flatMap(([what, look]) =>
    [...text.matchAll(look)].map(({ index }) => ({ what, at: index })),
  )
  const inData = SECRETS.flatMap(([what, look]) =>
    copyData !== undefined && copyData.search(look) !== -1 ? [{ what, at: 0 }] : [],
  )
  return [...insideLiterals(inText, text, grammar), ...inData]
}

/** Names of hosts that are nobody's. */
const NOBODY = /(?:^|\.)(?:example\.(?:com|org|net)|example|test|invalid|localhost|local)$/i

/** Addresses of people in the strings of a statement, and in the lines of its COPY. */
export function mailAddressesIn(statement: Statement, grammar: Grammar): readonly Sighting[] {
  const { text, copyData = '' } = statement
  return [
    ...insideLiterals(mailAddresses(text), text, grammar),
    ...mailAddresses(copyData).map(({ what }) => ({ what, at: 0 })),
  ]
}

function mailAddresses(text: string): Sighting[] {
  const found: Sighting[] = []
  for (let at = text.indexOf('@'); at !== -1; at = text.indexOf('@', at + 1)) {
    const name = /[\w.%+-]+$/.exec(text.slice(Math.max(0, at - 64), at))?.[0]
    const host = /^(?:[a-z0-9-]+\.)+[a-z]{2,24}(?![\w-])/i.exec(text.slice(at + 1, at + 120))?.[0]
    if (name === undefined || host === undefined || NOBODY.test(host)) continue
    // A user or a password of an address is no name of a mailbox.
    if (/[:/]/.test(text.charAt(at - name.length - 1))) continue
    found.push({ what: 'a mail address', at: at - name.length })
  }
  return found
}

/** To tell strings from comments and names costs time, so it is done only where something was seen. */
function insideLiterals(
  sightings: readonly Sighting[],
  text: string,
  grammar: Grammar,
): readonly Sighting[] {
  if (sightings.length === 0) return []
  const literals = literalsOf(text, grammar)
  let next = 0
  return sightings
    .toSorted((a, b) => a.at - b.at)
    .filter(({ at }) => {
      while ((literals[next]?.end ?? Infinity) <= at) next += 1
      return (literals[next]?.start ?? Infinity) <= at
    })
}

/** How passwords stand in statements about roles and connections. */
const PASSWORD = /\bPASSWORD\s{1,8}(E?'(?:[^']|''){0,512}')/gi
const IDENTIFIED =
  /\bIDENTIFIED\s{1,8}(?:WITH\s{1,8}\S{1,64}\s{1,8})?(?:BY|AS)\s{1,8}('[^']{0,512}')/gi

/** The text with dots in the place of every secret in it, as long as it was: no finding prints one. */
export function withoutSecrets(text: string): string {
  if (!mayHoldSecrets(text)) return text
  const hidden: Range[] = []
  for (const [, look] of SECRETS)
    for (const { 0: secret, index } of text.matchAll(look))
      hidden.push({ start: index, end: index + secret.length })
  for (const look of [PASSWORD, IDENTIFIED])
    for (const { 0: whole, 1: literal = '', index } of text.matchAll(look))
      hidden.push({ start: index + whole.length - literal.length, end: index + whole.length })
  if (hidden.length === 0) return text
  let shown = ''
  let at = 0
  for (const { start, end } of hidden.toSorted((a, b) => a.start - b.start)) {
    if (end <= at) continue
    shown +=
      text.slice(at, Math.max(at, start)) +
      text.slice(Math.max(at, start), end).replace(/[^\r\n]/g, '•')
    at = end
  }
  return shown + text.slice(at)
}
