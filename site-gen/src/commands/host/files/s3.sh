{%- set target = "s3://$BUCKET" ~ base_path -%}
#!/bin/sh
# Publishes a site made by site-gen on Amazon S3 behind CloudFront. Run it in the site's folder:
#
#     BUCKET=my-bucket sh publish.sh
#
# S3 stores the type and the caching of each file. CloudFront sends the other headers: create a response
# headers policy from the list at the end, set `index.html` as the default root object, use the website
# endpoint of the bucket as the origin, and {{ base_path }}404.html as the page for status 404.
set -eu
: "${BUCKET:?set it to the name of the bucket}"

aws s3 sync dist/assets/ "{{ target }}assets/" --cache-control '{{ assets_cache }}'
{%- for type in types %}
aws s3 cp dist/ "{{ target }}" --recursive --exclude '*' --include '*.{{ type.ending }}' --exclude 'assets/*' \
  --content-type '{{ type.mime }}{% if type.is_text %}; charset=utf-8{% endif %}' --cache-control no-cache
{%- endfor %}
# All other files, such as SHA256SUMS.
aws s3 cp dist/ "{{ target }}" --recursive --exclude 'assets/*'
{%- for type in types %} --exclude '*.{{ type.ending }}'{% endfor %} \
  --exclude .site-gen --exclude .nojekyll --exclude _headers --cache-control no-cache
# Everything is there by now: this only removes files that the site no longer has.
aws s3 sync dist/ "{{ target }}" --delete --size-only --exclude .site-gen --exclude .nojekyll --exclude _headers --exclude 'assets/*'

# Headers for the response headers policy:
{%- for header in headers %}
#   {{ header.name }}: {{ header.value }}
{%- endfor %}
