/** The module of newer Nodes, which the types of the oldest supported Node do not know. */
declare module 'node:sqlite' {
  export { DatabaseSync } from '@photostructure/sqlite'
}
