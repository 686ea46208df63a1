/** How what is kept secret is called, at the end of its name: "dbPassword", "db.password", "x-functions-key". */
export const secretEndings =
  'password|passwd|pwd|passphrase|passcode|secret|token|(?:api|access|account|functions?|subscription|master|storage|private|signing|encryption|secret)[_. -]?key|credentials?';

const isSecret = new RegExp(`(?:${secretEndings}|authorization|cookie|connection[_. -]?string)$`, 'iu');
/** What is called a token behind this is public. */
export const beforePublicToken = /(?:public[_. -]?key|cancell?ation)[_. -]?$/iu;

/** Whether what has this name is secret, whatever it looks like: a key of JSON, a column. */
export const isSecretName = (name: string): boolean => isSecret.test(name) && !beforePublicToken.test(name.replace(/token$/iu, ''));

/** "application_Version", "sdkVersion", "OSVersion_s"; not "conversion" and not "version_ip". */
export const isVersionName = (name: string): boolean => /(?:^|[^\p{L}])versions?(?:_s)?$/iu.test(name) || /Versions?(?:_s)?$/u.test(name);
