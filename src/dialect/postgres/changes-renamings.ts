/** Parts that are the same under another name: the old name, and the new one. */
export function renamings<Part extends { readonly name: string; readonly definition: string }>(
  before: readonly Part[],
  after: readonly Part[],
  isAnew: (part: Part) => boolean,
): ReadonlyMap<string, string> {
  const [had, has] = [before, after].map((parts) => new Set(parts.map(({ name }) => name)))
  const fresh = after.filter(({ name }) => had?.has(name) === false)
  const renamed = new Map<string, string>()
  const taken = new Set<string>()
  for (const one of before) {
    if (has?.has(one.name) === true || isAnew(one)) continue
    const two = fresh.find(
      ({ name, definition }) => definition === one.definition && !taken.has(name),
    )
    if (two === undefined) continue
    renamed.set(one.name, two.name)
    taken.add(two.name)
  }
  return renamed
}
