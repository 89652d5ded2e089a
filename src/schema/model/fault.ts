import { godwitError, type GodwitError } from '#core'
import type { Place } from './data.ts'

/** Which part of which model an error is about. */
export type FaultPlace = {
  /** The model, for people: `users`, `billing.invoices`. */
  readonly model: string
  /** The key in the model: a column, or the name of an index or a constraint. */
  readonly key?: string | undefined
  /** The file as one would type it, or absolute. */
  readonly file?: string | undefined
  readonly line?: number | undefined
}

/**
 * The error for a model that cannot be.
 * @param fault the end of a sentence that begins with the model's name: `has no columns`
 */
export function modelFault(
  { model, key, file, line }: FaultPlace,
  fault: string,
  next?: readonly string[],
): GodwitError {
  const where = file === undefined ? '' : `${file}${line === undefined ? '' : `:${line}`}: `
  const subject = key === undefined ? `"${model}"` : `"${model}.${key}"`
  return godwitError('GODWIT_MODEL_INVALID', {
    message: `${where}${subject} ${fault}.`,
    ...(next === undefined ? {} : { next }),
  })
}

/** The same where nothing more is known of the place than the call. */
export function faultAt(place: Place | undefined): Pick<FaultPlace, 'file' | 'line'> {
  return place === undefined ? {} : { file: place.file, line: place.line }
}
