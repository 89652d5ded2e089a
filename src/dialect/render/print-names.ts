import { labelOf, type ModelData } from '#schema'

/** The words that cannot be the name of a constant, and those that the file imports. */
const TAKEN = new Set(
  'arguments await break case catch class const continue debugger default delete do else enum eval export extends false finally for function if implements import in instanceof interface let new null package private protected public return static super switch this throw true try typeof var void while with yield undefined AnyColumn bigint boolean by bytes char check comment constraint date decimal double enumType foreignKey index integer json localTimestamp mysql nativeType needs newUuid now object option postgres primaryKey real schema smallint sql sqlite t table text time timestamp unique uniqueIndex uuid varchar view'.split(
    ' ',
  ),
)

/** A name for the constant of each model. */
export function constantNames(models: readonly ModelData[]): ReadonlyMap<ModelData, string> {
  const names = new Map<ModelData, string>()
  const taken = new Set(TAKEN)
  for (const model of models) {
    const tries = [camel(model.name), camel(`${model.name} ${model.kind}`), camel(labelOf(model))]
    let name = tries.find((one) => !taken.has(one))
    for (let count = 2; name === undefined; count++) {
      const numbered = `${camel(model.name)}${count}`
      if (!taken.has(numbered)) name = numbered
    }
    taken.add(name)
    names.set(model, name)
  }
  return names
}

/** `order lines` and `order_lines` become `orderLines`. */
function camel(text: string): string {
  const [first = '', ...rest] = text.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '')
  const joined = [lowered(first), ...rest.map(raised)].join('')
  return /^\p{L}/u.test(joined) ? joined : `model${raised(joined)}`
}

function lowered(word: string): string {
  return /^\p{Lu}+$/u.test(word)
    ? word.toLowerCase()
    : `${word.slice(0, 1).toLowerCase()}${word.slice(1)}`
}

function raised(word: string): string {
  return `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`
}
