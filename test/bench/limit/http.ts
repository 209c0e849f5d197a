import { createServer } from 'node:http'
import { body } from './constant.ts'

// The fastest server of node:http: it ignores the request and responds with a constant.
const text = JSON.stringify(body)
const headers = { 'content-type': 'application/json; charset=utf-8', 'content-length': text.length }
createServer((request, response) =>
  request.resume().on('end', () => response.writeHead(200, headers).end(text)),
).listen(Number(process.argv[2]), '127.0.0.1')
