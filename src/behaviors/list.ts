import type { Behavior } from './behavior.ts'

/** The two operations that read the configuration of numbers: the list and the single number. */
export const list = [
  {
    id: 'list-shape',
    does: 'GET /numbers responds with `data` and `pagination` (total, count, per_page, current_page, total_pages), with 20 numbers per page by default.',
    basis: 'documented',
    source: 'docs:/numbers/list',
  },
  {
    id: 'list-filters',
    does: 'GET /numbers filters by `country` and `status`; `page` and `per_page` select the page.',
    basis: 'documented',
    source: 'docs:/numbers/list',
  },
  {
    id: 'list-money',
    does: 'Fees are JSON numbers with two decimals.',
    basis: 'documented',
    source: 'docs:/numbers/list, examples',
  },
  {
    id: 'list-invalid',
    does: 'A `page` outside 1 to 1,000,000,000, a `per_page` outside 1 to 100, an unknown `status`, or a `country` that is not two letters gets 400 VALIDATION_FAILED.',
    basis: 'assumed',
    source: 'the list page does not describe this case',
  },
  {
    id: 'list-order',
    does: 'Numbers are sorted by E.164, a page past the end is empty, and the letter case of `country` does not matter.',
    basis: 'assumed',
    source: 'the list page does not describe this case',
  },
  {
    id: 'get-number',
    does: 'GET /numbers/{e164} responds with the number in full, or with 404.',
    basis: 'inferred',
    source: 'the public client looks up its own numbers this way; the body is that of the list',
  },
] as const satisfies readonly Behavior[]
