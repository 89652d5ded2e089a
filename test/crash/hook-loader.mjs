// Puts the counting driver in the place of SQLite's: the methods of the real one cannot be replaced.
const OURS = new URL('./hook-sqlite.mjs', import.meta.url).href

export function resolve(specifier, context, next) {
  const isDriver = specifier === 'node:sqlite' || specifier === '@photostructure/sqlite'
  return isDriver && context.parentURL !== OURS
    ? { url: OURS, shortCircuit: true }
    : next(specifier, context)
}
