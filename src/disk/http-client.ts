/** Of a CommonJS module, opened late by way of this one: opened by itself it would lose its names in the bundle. */
export { EnvHttpProxyAgent, request } from 'undici';
