/** The version of godwit that runs; the same as in package.json (held equal by a test). */
export const TOOL_VERSION = '0.1.0'
