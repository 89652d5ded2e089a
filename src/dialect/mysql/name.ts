/** A name without the quotes that it is written in. */
export function bareName(written: string): string {
  const [quote = ''] = written
  return quote === '`' || quote === '"'
    ? written.slice(1, -1).replaceAll(quote + quote, quote)
    : written
}
