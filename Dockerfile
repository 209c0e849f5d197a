FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts && npm cache clean --force

FROM node:24-slim
WORKDIR /app
ENV NODE_ENV=production TRYVOX_SANDBOX_HOST=0.0.0.0 TRYVOX_SANDBOX_DATABASE=/data/sandbox.db
RUN mkdir /data && chown node:node /data
COPY --from=build /app/node_modules node_modules
COPY package.json ./
COPY migrations migrations
COPY openapi/openapi.json openapi/openapi.yaml openapi/control-api.json openapi/
COPY src src
USER node
VOLUME /data
EXPOSE 4060
HEALTHCHECK --interval=5s --timeout=3s --start-period=5s CMD ["node", "src/cli.ts", "health"]
ENTRYPOINT ["node", "src/cli.ts"]
