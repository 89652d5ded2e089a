import { godwitError, type GodwitError } from '#core'

/** The error for a database driver that is not installed; prints the command that installs it. */
export function missingDriver(
  product: string,
  packageName: string,
  note: string,
  cause: unknown,
): GodwitError {
  return godwitError('GODWIT_DRIVER_MISSING', {
    message:
      `${product} needs the package "${packageName}", which is not installed here. ${note}`.trim(),
    next: [`npm install ${packageName}`],
    cause,
  })
}
