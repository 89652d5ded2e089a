export { TOOL_VERSION } from '#core'
