import type { Static } from '@sinclair/typebox'
import { Type } from '@sinclair/typebox'
import type { World, Worlds } from '../world.ts'
import { worldPattern } from '../world.ts'

const closed = { additionalProperties: false }

/** Which world a control is for: one, by its name, or `*` for all that there are. */
export const WorldQuery = Type.Object(
  {
    world: Type.Optional(
      Type.String({ pattern: `^\\*$|${worldPattern}`, description: 'A world; * for all. Default: default.' }),
    ),
  },
  closed,
)
export type WorldQuery = Static<typeof WorldQuery>

export const OneWorldQuery = Type.Object(
  {
    world: Type.Optional(Type.String({ pattern: worldPattern, description: 'A world. Default: default.' })),
  },
  closed,
)

/** A world is made at its first use, by a control too. */
export function chosen(worlds: Worlds, { world = 'default' }: WorldQuery): World[] {
  return world === '*' ? [...worlds.all] : [worlds.enter(world)]
}

/** To look at: for that none is made. */
export function seen(worlds: Worlds, { world = 'default' }: WorldQuery): World[] {
  return world === '*' ? [...worlds.all] : [worlds.look(world)]
}
