import type { Behavior } from './behavior.ts'

/** The two reads in which a configuration shows. */
export const list = [
  {
    id: 'list-shape',
    does: 'GET /numbers answers `data` and `pagination` (total, count, per_page, current_page, total_pages), 20 a page by default.',
    basis: 'documented',
    source: 'docs:/numbers/list',
  },
  {
    id: 'list-filters',
    does: 'It filters by `country` and `status`; `page` and `per_page` choose the page.',
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
    does: '`page` outside 1 to 1,000,000,000, `per_page` outside 1 to 100, an unknown `status` or a `country` that is not two letters: 400 VALIDATION_FAILED.',
    basis: 'assumed',
    source: 'the list page does not say',
  },
  {
    id: 'list-order',
    does: 'Numbers are sorted by E.164; a page past the end is empty; letter case of `country` does not matter.',
    basis: 'assumed',
    source: 'the list page does not say',
  },
  {
    id: 'get-number',
    does: 'GET /numbers/{e164} answers the whole number, or 404.',
    basis: 'inferred',
    source: 'the public client asks so for its own numbers; the body is that of the list',
  },
] as const satisfies readonly Behavior[]
