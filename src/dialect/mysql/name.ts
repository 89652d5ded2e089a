import { quoteIdentifier } from '#sql'

/** A name without the quotes that it is written in. */
export function bareName(written: string): string {
  const [quote = ''] = written
  return quote === '`' || quote === '"'
    ? written.slice(1, -1).replaceAll(quote + quote, quote)
    : written
}

/** A name in quotes. */
export function quoted(name: string): string {
  return quoteIdentifier(name, 'mysql')
}

/** Names in quotes, in brackets. */
export function quotedList(names: readonly string[]): string {
  return `(${names.map(quoted).join(', ')})`
}

/** A text as a value, also where the servers take none in hexadecimal digits: in comments, in MariaDB's defaults. */
export function literal(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`
}
