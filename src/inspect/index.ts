export { openScratch, type Scratch, type ScratchOptions } from './scratch.ts'
