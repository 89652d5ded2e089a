import { godwitError, nearest } from '#core'

/** What a template can refer to. */
export type TemplateValues = {
  readonly version: string
  /** The name as in the file name, for instance `add_email`. */
  readonly name: string
  /** The description as it was typed. */
  readonly description: string
}

/** The templates of `godwit new`. */
export const TEMPLATES = {
  up: `-- {{description}}
-- Runs in one transaction where the database allows it. Example:
-- ALTER TABLE users ADD COLUMN email text;
`,
  down: `-- Takes back: {{description}}
-- Example:
-- ALTER TABLE users DROP COLUMN email;
`,
  single: `-- {{description}}

-- godwit:up
-- ALTER TABLE users ADD COLUMN email text;

-- godwit:down
-- ALTER TABLE users DROP COLUMN email;
`,
  code: `import { defineMigration } from 'godwit'

// {{description}}
export default defineMigration({
  async up(db) {
    // await db.execute('ALTER TABLE users ADD COLUMN email text')
  },

  async down(db) {
    // await db.execute('ALTER TABLE users DROP COLUMN email')
  },
})
`,
} as const

/**
 * Fills the placeholders `{{version}}`, `{{name}}` and `{{description}}` of a template.
 * @throws GodwitError `GODWIT_USAGE` at any other placeholder
 */
export function fillTemplate(template: string, values: TemplateValues): string {
  const known: Readonly<Record<string, string>> = {
    ...values,
    description: oneLine(values.description),
  }
  return template.replace(/\{\{\s*(\w+)\s*\}\}/g, (placeholder, key: string) => {
    const value = Object.hasOwn(known, key) ? known[key] : undefined
    if (value !== undefined) return value
    const near = nearest(key, Object.keys(known))
    throw godwitError('GODWIT_USAGE', {
      message: `The template has a placeholder ${placeholder} that godwit does not know${near === undefined ? '.' : `; did you mean {{${near}}}?`}`,
      next: ['Use {{version}}, {{name}} and {{description}}.'],
    })
  })
}

/** A description stands in a comment, which a line break would end. */
function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}
