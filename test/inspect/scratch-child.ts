import { parseAddress } from '#dialect'
import { openScratch } from '#inspect'

// A process that makes a scratch database, says where, and waits to be killed.
const address = parseAddress(process.argv[2] ?? '')
const scratch = await openScratch({ address, product: address.dialect })
console.log(scratch.place)
setInterval(() => scratch, 60_000)
