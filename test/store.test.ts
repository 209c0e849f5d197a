import { suite } from './tree.ts'

await suite('domain', 'store')
