/** How the community does among itself. @module */
export {};
