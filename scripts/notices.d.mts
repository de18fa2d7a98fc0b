export declare function notices(packages: readonly string[]): Promise<string>;
