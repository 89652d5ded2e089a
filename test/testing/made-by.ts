import { createTestDatabase } from '#testing'

// A process that makes a test database, says which, and waits to be killed.
const db = await createTestDatabase({ url: process.argv[2], dir: process.argv[3] })
console.log(db.name)
setInterval(() => db, 60_000)
