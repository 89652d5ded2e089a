import { hash } from 'node:crypto'

/** SHA-256 of bytes, or of text as UTF-8: 64 lower-case hexadecimal digits. */
export function sha256(data: string | Uint8Array): string {
  return hash('sha256', data, 'hex')
}
