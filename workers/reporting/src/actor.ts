/** How the audit names this process. */
export const actor = 'system:reporting';
