/** SHA-256 of bytes, or of text as UTF-8: 64 lower-case hexadecimal digits. */
export function sha256(data: string | Uint8Array): string {
  return crypto().hash('sha256', data, 'hex')
}

/** SHA-256 of bytes that come in parts; each part is done with before the next one is asked for. */
export function sha256OfParts(parts: Iterable<Uint8Array>): string {
  const hash = crypto().createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest('hex')
}

/** Loading it takes Node several milliseconds, and most runs find that there is nothing to hash. */
function crypto() {
  return process.getBuiltinModule('node:crypto')
}
