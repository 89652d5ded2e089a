/** A text as JavaScript writes it. */
export function textCode(text: string): string {
  const doubled = JSON.stringify(text)
  if (text.includes("'") && !text.includes('"')) return doubled
  const escaped = doubled.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")
  return `'${escaped}'`
}

/** A text inside backticks. */
export function templateCode(text: string): string {
  return text.replaceAll(/[\\`]|\$\{/g, (found) => `\\${found}`)
}

/** A key of an object. */
export function keyCode(name: string): string {
  // That key alone would be no key, but what the object inherits from.
  if (name === '__proto__') return "['__proto__']"
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : textCode(name)
}

/** A property of an object. */
export function memberCode(object: string, name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? `${object}.${name}` : `${object}[${textCode(name)}]`
}

/** An object with those properties that are there; undefined where none is. */
export function optionsCode(
  options: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const parts = Object.entries(options).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key}: ${value}`],
  )
  return parts.length === 0 ? undefined : `{ ${parts.join(', ')} }`
}

/** A call with its arguments on one line, or on one each where that is long. */
export function callCode(
  callee: string,
  given: readonly (string | undefined)[],
  indent = '',
): string {
  const parts = given.filter((one) => one !== undefined)
  const line = `${callee}(${parts.join(', ')})`
  if (indent.length + line.length <= 100 && !parts.slice(0, -1).some((one) => one.includes('\n')))
    return line
  return `${callee}(\n${parts.map((one) => `${indent}  ${one.replaceAll('\n', '\n')},\n`).join('')}${indent})`
}
