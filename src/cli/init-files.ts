/** The products that `godwit init` writes a configuration for. */
export const INIT_DATABASES = ['sqlite', 'postgres', 'pglite', 'mysql'] as const
/** One of {@link INIT_DATABASES}. */
export type InitDatabase = (typeof INIT_DATABASES)[number]

/** What is written for a product. */
export type InitFacts = {
  /** For the question on a terminal. */
  readonly label: string
  /** The address when `DATABASE_URL` is not set. */
  readonly url: string
  /** What else must be installed, as a command. */
  readonly install?: string
  /** The same, needed only where Node has no SQLite of its own. */
  readonly installOnOldNode?: string
}

/** The facts of each product. */
export const INIT_FACTS: Readonly<Record<InitDatabase, InitFacts>> = {
  sqlite: {
    label: 'SQLite',
    url: 'sqlite:app.db',
    installOnOldNode: 'npm install @photostructure/sqlite',
  },
  postgres: { label: 'PostgreSQL', url: 'postgres://postgres@localhost:5432/postgres' },
  pglite: {
    label: 'PGlite (PostgreSQL inside the process)',
    url: 'pglite:pgdata',
    install: 'npm install @electric-sql/pglite',
  },
  mysql: {
    label: 'MySQL or MariaDB',
    url: 'mysql://root@localhost:3306/app',
    install: 'npm install mysql2',
  },
}

/** Whether a text names one of the products. */
export function isInitDatabase(text: string): text is InitDatabase {
  return INIT_DATABASES.some((each) => each === text)
}

/** The text of `godwit.config.ts`. It imports a type alone, so that it also loads where godwit is not installed. */
export function configModule(url: string, dir: string): string {
  return `import type { GodwitConfig } from 'godwit/config'

export default {
  // DATABASE_URL where it is set, else this address. Passwords belong into the variable.
  url: ${quoted(orVariable(url))},
  dir: ${quoted(dir)},
} satisfies GodwitConfig
`
}

/** The text of `godwit.config.yaml`. */
export function configYaml(url: string, dir: string): string {
  return `# DATABASE_URL where it is set, else this address. Passwords belong into the variable.
url: '${orVariable(url).replaceAll("'", "''")}'
dir: ${/^[\w./-]+$/.test(dir) ? dir : JSON.stringify(dir)}
`
}

/** The first migration, in SQL that every product reads. */
export const FIRST_MIGRATION = {
  '001_create_users.up.sql': `CREATE TABLE users (
  id integer PRIMARY KEY,
  name varchar(200) NOT NULL,
  created_at timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP
);
`,
  '001_create_users.down.sql': `DROP TABLE users;
`,
} as const

/** The scripts for package.json. */
export const PACKAGE_SCRIPTS = {
  migrate: 'godwit up',
  'migrate:new': 'godwit new',
  'migrate:status': 'godwit status',
  'migrate:down': 'godwit down',
} as const

function orVariable(url: string): string {
  return `\${DATABASE_URL:-${url}}`
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}
