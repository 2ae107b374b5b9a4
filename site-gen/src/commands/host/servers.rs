//! Configurations of servers that a company runs itself.

use super::{KEPT, OTHER_TYPES, Site, TYPES, is_text};
use std::fmt::Write as _;

/// Headers that a server sends only for HTML would lack the protection of other files, so every
/// server sends them for all files and all statuses.
pub(super) fn nginx(site: &Site) -> String {
    let Site {
        name,
        base_path,
        headers,
        root,
        precompressed,
    } = site;
    let mut text = format!(
        "\
# A site made by site-gen, for nginx 1.18 or later. Save it as
# /etc/nginx/conf.d/{name}.conf, and add your certificate.

map $uri $site_gen_cache {{
    default no-cache;
    ~^{base_path}assets/ \"{KEPT}\";
}}

server {{
    listen 80;
    listen [::]:80;
    server_name {name};
    server_tokens off;
    absolute_redirect off;

    # Without a character set, browsers guess one for Markdown and plain text.
    charset utf-8;
    charset_types"
    );
    for (_, mime) in TYPES
        .iter()
        .filter(|(_, mime)| is_text(mime) && *mime != "text/html")
    {
        let _ = write!(text, " {mime}");
    }
    text += ";\n    types {\n";
    for (end, mime) in TYPES.iter().chain(&OTHER_TYPES) {
        let _ = writeln!(text, "        {mime} {end};");
    }
    text += "    }\n    default_type application/octet-stream;\n\n";
    for (header, value) in headers {
        let _ = writeln!(
            text,
            "    add_header {header} \"{}\" always;",
            value.replace('"', "\\\"")
        );
    }
    let copies = if *precompressed {
        "
    # The copies that `site-gen build --precompress` makes. The packages of nginx have the module for
    # `.gz`; with the module ngx_brotli, add `brotli_static on;`.
    gzip_static on;
"
    } else {
        ""
    };
    let _ = write!(
        text,
        "    add_header Cache-Control $site_gen_cache always;

    gzip on;
    gzip_vary on;
    gzip_types text/css text/javascript text/markdown text/plain application/atom+xml application/json application/xml image/svg+xml;
{copies}
    error_page 404 {base_path}404.html;

    # The list of headers and the marker file are not part of the site.
    location ~ /(\\.(?!well-known/)|_headers$) {{
        return 404;
    }}
"
    );
    if base_path == "/" {
        let _ = write!(
            text,
            "
    root {root};
    index index.html;
    location / {{
        try_files $uri $uri/ =404;
    }}
}}
"
        );
    } else {
        let _ = write!(
            text,
            "
    index index.html;
    location {base_path} {{
        alias {root}/;
    }}
}}
"
        );
    }
    text
}

pub(super) fn caddy(site: &Site) -> String {
    let Site {
        name,
        base_path,
        headers,
        root,
        precompressed,
    } = site;
    let mut text = "\
# A site made by site-gen, for Caddy 2. Caddy obtains the certificate by itself.

# Pages of errors need the same headers as the others.
(headers) {
"
    .to_owned();
    text += "\theader {\n";
    for (header, value) in headers {
        let _ = writeln!(text, "\t\t{header} \"{}\"", value.replace('"', "\\\""));
    }
    text += "\t\tCache-Control no-cache\n\t\tdefer\n\t}\n}\n";
    let _ = write!(text, "\n{name} {{\n\timport headers\n");
    let _ = write!(
        text,
        "\
\t@assets path {base_path}assets/*
\theader @assets {{
\t\tCache-Control \"{KEPT}\"
\t\tdefer
\t}}
"
    );
    for (end, mime) in TYPES {
        let charset = if is_text(mime) { "; charset=utf-8" } else { "" };
        let _ = write!(
            text,
            "\
\t@{end} path *.{end}
\theader @{end} Content-Type \"{mime}{charset}\"
"
        );
    }
    let strip = if base_path == "/" {
        String::new()
    } else {
        format!("\thandle_path {base_path}* {{\n")
    };
    let indent = if strip.is_empty() { "\t" } else { "\t\t" };
    let close = if strip.is_empty() { "" } else { "\t}\n" };
    let copies = if *precompressed {
        format!(
            "{indent}\t# The copies that `site-gen build --precompress` makes.\n{indent}\tprecompressed br gzip\n"
        )
    } else {
        String::new()
    };
    let _ = write!(
        text,
        "
{strip}{indent}root * {root}
{indent}encode gzip
{indent}file_server {{
{indent}\t# The list of headers and the marker file are not part of the site.
{indent}\thide .site-gen _headers .nojekyll
{copies}{indent}}}
{close}
\thandle_errors {{
\t\timport headers
\t\troot * {root}
\t\trewrite * /404.html
\t\tfile_server
\t}}
}}
"
    );
    text
}

pub(super) fn apache(site: &Site) -> String {
    let Site {
        name,
        base_path,
        headers,
        root,
        precompressed,
    } = site;
    let mut text = format!(
        "\
# A site made by site-gen, for the Apache HTTP Server 2.4. It needs mod_headers, mod_mime and mod_dir:
# `a2enmod headers mime dir`. Save it as /etc/apache2/sites-available/{name}.conf, and add your
# certificate.

<VirtualHost *:80>
    ServerName {name}
"
    );
    if base_path == "/" {
        let _ = writeln!(text, "    DocumentRoot \"{root}\"");
    } else {
        let _ = writeln!(text, "    Alias \"{base_path}\" \"{root}/\"");
    }
    let _ = write!(
        text,
        "    ErrorDocument 404 {base_path}404.html

    <Directory \"{root}\">
        Require all granted
        AllowOverride None
        Options -Indexes
        DirectoryIndex index.html
    </Directory>

    # The list of headers and the marker file are not part of the site.
    RedirectMatch 404 \"/(\\.(?!well-known/)[^/]*|_headers)$\"

    # Without a character set, browsers guess one for Markdown and plain text.
    AddDefaultCharset utf-8
"
    );
    for (end, mime) in TYPES {
        let charset = if is_text(mime) { ";charset=utf-8" } else { "" };
        let _ = writeln!(text, "    AddType \"{mime}{charset}\" .{end}");
    }
    text.push('\n');
    for (header, value) in headers {
        let _ = writeln!(
            text,
            "    Header always set {header} \"{}\"",
            value.replace('"', "\\\"")
        );
    }
    let _ = write!(
        text,
        "    Header always set Cache-Control \"no-cache\"
    <LocationMatch \"^{base_path}assets/\">
        Header always set Cache-Control \"{KEPT}\"
    </LocationMatch>
"
    );
    if *precompressed {
        text += &apache_copies(root);
    }
    text += "</VirtualHost>\n";
    text
}

/// Sends the compressed copies that a browser accepts.
fn apache_copies(root: &str) -> String {
    format!(
        "
    # The copies that `site-gen build --precompress` makes. They need mod_rewrite: `a2enmod rewrite`.
    AddEncoding gzip .gz
    AddEncoding br .br
    <Directory \"{root}\">
        RewriteEngine On
        RewriteCond %{{HTTP:Accept-Encoding}} \\bbr\\b
        RewriteCond %{{REQUEST_FILENAME}}.br -f
        RewriteRule ^(.+)$ $1.br [L]
        RewriteCond %{{HTTP:Accept-Encoding}} \\bgzip\\b
        RewriteCond %{{REQUEST_FILENAME}}.gz -f
        RewriteRule ^(.+)$ $1.gz [L]
    </Directory>
    Header always merge Vary Accept-Encoding
"
    )
}
