/** The client of @azure/keyvault-secrets. */
export { SecretClient } from '@azure/keyvault-secrets';
