import { labelOf, type ObjectKind, type SchemaObject } from '#schema'
import type { Hazard, SchemaChange } from '../change-contract.ts'
import { commentChange } from './changes-column-words.ts'
import { hazard } from './changes-step.ts'
import { fullName } from './names.ts'

/** What a kind is called in DROP, ALTER and COMMENT. */
const WORDS: Partial<Readonly<Record<ObjectKind, string>>> = { enum: 'TYPE', domain: 'DOMAIN' }

export function wordsOf(kind: ObjectKind): string {
  return WORDS[kind] ?? kind.toUpperCase()
}

export function callOf(object: SchemaObject): string {
  return object.details?.['call'] ?? fullName(object)
}

export function objectComment(object: SchemaObject): SchemaChange {
  return commentChange(`${wordsOf(object.kind)} ${callOf(object)}`, labelOf(object), object.comment)
}

export function dropHazards({ kind, ...name }: SchemaObject): readonly Hazard[] {
  const label = labelOf(name)
  switch (kind) {
    case 'view':
    case 'materialized view':
    case 'function':
    case 'procedure':
    case 'aggregate':
      return [hazard('old-clients', `code that uses ${label} fails`)]
    case 'sequence':
      return [hazard('data-loss', `where ${label} stands is lost`)]
    case 'extension':
      return [hazard('old-clients', `code that uses what ${label} brings fails`)]
    default:
      return []
  }
}

export function remadeHazards({ kind, details, ...name }: SchemaObject): readonly Hazard[] {
  const label = labelOf(name)
  const lost = details?.['grants'] === undefined ? '' : ' that the migrations do not grant'
  switch (kind) {
    case 'view':
    case 'function':
    case 'procedure':
    case 'aggregate':
      return [hazard('old-clients', `privileges granted on ${label}${lost} are lost`)]
    case 'materialized view':
      return [
        hazard('old-clients', `privileges granted on ${label}${lost} are lost`),
        hazard('blocks-reads', `nobody reads ${label} while it is filled anew`),
      ]
    default:
      return []
  }
}
