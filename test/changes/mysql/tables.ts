import type { ChangeCase } from '../change-case.ts'

/** Whole tables. */
export const TABLES: readonly ChangeCase[] = []
