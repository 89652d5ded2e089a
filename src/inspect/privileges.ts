import type { Schema, SchemaObject } from '#schema'

/** Whether an object is about people and not about what the schema is. */
function isPrivilege({ kind }: SchemaObject): boolean {
  return kind === 'grant' || kind === 'owner'
}

/** Without who may do what, and whose everything is. */
export function withoutPrivileges(schema: Schema): Schema {
  return { ...schema, objects: schema.objects.filter((one) => !isPrivilege(one)) }
}

/** Without owners that the other schema says nothing about: of what nobody gave to a role, any may be the owner. */
export function withoutOtherOwners(schema: Schema, other: Schema): Schema {
  const named = new Set(other.objects.flatMap(({ kind, name }) => (kind === 'owner' ? [name] : [])))
  return {
    ...schema,
    objects: schema.objects.filter(({ kind, name }) => kind !== 'owner' || named.has(name)),
  }
}
