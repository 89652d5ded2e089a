const realHome = process.env['HOME']

/** Makes a folder the user's home, where caches lie, until {@link returnHome}. */
export function moveHome(path: string): void {
  process.env['HOME'] = path
}

export function returnHome(): void {
  if (realHome === undefined) delete process.env['HOME']
  else process.env['HOME'] = realHome
}
