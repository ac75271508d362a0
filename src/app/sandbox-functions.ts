/**
 * The functions of template expressions that the sandbox evaluates, for its help. The sandbox itself is not loaded to show it; a test holds
 * this list to its table.
 */
export const SANDBOX_FUNCTIONS: readonly string[] = [
  ...['add', 'and', 'array', 'base64', 'base64ToString', 'bool', 'coalesce', 'concat', 'contains', 'copyIndex'],
  ...['createArray', 'createObject', 'deployment', 'div', 'empty', 'endsWith', 'environment', 'equals'],
  ...['extensionResourceId', 'false', 'first', 'flatten', 'format', 'greater', 'greaterOrEquals', 'guid', 'if'],
  ...['indexOf', 'int', 'intersection', 'items', 'join', 'json', 'last', 'lastIndexOf', 'length', 'less'],
  ...['lessOrEquals', 'listKeys', 'max', 'min', 'mod', 'mul', 'not', 'null', 'or', 'padLeft', 'parameters', 'range'],
  ...['reference', 'replace', 'resourceGroup', 'resourceId', 'skip', 'split', 'startsWith', 'string', 'sub'],
  ...['subscription', 'subscriptionResourceId', 'substring', 'take', 'tenant', 'tenantResourceId', 'toLower'],
  ...['toUpper', 'trim', 'true', 'union', 'uniqueString', 'uriComponent', 'variables'],
];
