/** The exit codes of the command line. */
export const EXIT = {
  done: 0,
  no: 1,
  usage: 2,
  failed: 3,
  locked: 4,
  history: 5,
  connect: 6,
  forbidden: 7,
  uncertain: 8,
  internal: 70,
  interrupted: 130,
} as const
