const pages = [
  ['/', 'Worklist'],
  ['/sources', 'Sources'],
  ['/application-entities', 'Destinations and callers'],
  ['/hl7', 'HL7'],
  ['/exceptions', 'Exceptions'],
  ['/identity', 'Identity'],
  ['/measures', 'Measures'],
  ['/terms', 'Exam names'],
] as const;

/** From each page of those who run the system to the others. */
export const DeskNav = ({ page }: { readonly page: (typeof pages)[number][1] }) => (
  <nav aria-label="Pages" className="flex flex-wrap gap-1">
    {pages.map(([href, name]) => (
      <a
        key={href}
        className="action whitespace-nowrap max-md:px-1"
        href={href}
        aria-current={name === page ? 'page' : undefined}
      >
        <span className={name === page ? 'text-strong' : 'text-muted'}>{name}</span>
      </a>
    ))}
  </nav>
);
