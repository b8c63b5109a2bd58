Words as bash makes them.

### single quotes
docker run --name 'web' --label 'a=b c' alpine

### double quotes
docker run --name "web" --label "a=b c" alpine

### quotes in the middle of a word
docker run --name=we'b' --label a="b c"d alpine

### adjacent quoted parts
docker run --name 'a'"b"c alpine

### backslash outside quotes
docker run --label a=b\ c --name w\eb alpine

### backslash in double quotes
docker run --label "a=\"b\" \\ \$x \y" alpine

### backslash in single quotes
docker run --label 'a=\n\$' alpine

### ANSI-C quotes
docker run --label $'a=b\tc\n' --name $'w\x65b' alpine

### ANSI-C quotes with octal, unicode and escapes
docker run --label $'\141=\u00e9\e\'"' alpine

### locale quotes
docker run --name $"web" alpine

### empty words
docker run --hostname "" alpine echo '' ""

### dollar at the end
docker run --label a=b$ --label "c=$" alpine

### hash within a word
docker run --label a=b#c alpine # a comment

### braces
docker run --cap-add={NET_ADMIN,SYS_ADMIN} alpine

### braces with prefix and suffix
docker run -v/{a,b}:/x alpine

### braces, nested
docker run --label={a,b{1,2}}=x alpine

### braces as a sequence
docker run --label=x{1..3} alpine

### braces as a sequence of letters with a step
docker run --label={a..e..2} alpine

### braces as a sequence with leading zeros
docker run --label=x{08..10} alpine

### braces with one word stay
docker run --label={a} alpine echo {} {a}

### braces in quotes stay
docker run --label '{a,b}' alpine

### braces with a suffix
docker run -e={A,B}=1 alpine ls

### braces with an empty alternative
docker run --label=a{,b} alpine

### braces round whole flags
docker run {-e,A=1} {--name,web} alpine

### braces for two ports
docker run -p={80:80,443:443} nginx

### line continuation
docker run \
  --privileged \
  alpine

### line continuation within a word
docker run --pri\
vileged alpine

### line continuation in double quotes
docker run --label "a=b\
c" alpine

### no continuation in single quotes
docker run --label 'a=b\
c' alpine

### line continuation after an operator
true &&
  docker run --privileged alpine ||
  echo no

### trailing spaces do not continue
docker run --privileged alpine \ 
true

### comment line inside continuations, as it is meant and does not work
# finds: syntax/missing-image
docker run \
  --privileged \
# --read-only
  alpine

### command substitution that makes a comment
docker run `# privileged` --privileged `# image` alpine

### line continuation, CRLF
# crlf
docker run \
  --privileged \
  --name web \
  alpine

### CRLF without continuations
# crlf
docker run --privileged alpine
docker exec -u root web id

### CRLF in a block
# crlf
if true; then
  docker run --privileged alpine
fi

### tabs between words
docker	run	--privileged	alpine

### no spaces round operators
true&&docker run --privileged alpine;true

### glob that matches nothing stays
docker run --label a=* alpine echo *.nothing

### glob in quotes stays
docker run alpine echo '*' "?"

### extended glob characters stay
docker run alpine echo [abc]

### tilde of another user
docker run -v ~nobody-here/x:/x alpine

### arithmetic expansion
# not-followed: arithmetic
docker run -p $((8000 + 80)):80 nginx

### arithmetic expansion with a variable
# not-followed: arithmetic
BASE=8000
docker run -p $((BASE + 80)):80 -p $(($BASE+1)):81 nginx

### equals sign keeps a variable in one word
A="b c"
docker run --label="x=$A" alpine

### non-ASCII text
docker run --label 'é=ü' --name wéb alpine

### long word in several quotes with newlines
docker run --env 'A=line 1
line 2' --env "B=line 1
line 2" alpine

### history character
docker run alpine echo "hi!" '!!'

### semicolon escaped
docker run alpine sh -c echo\;ls

### ampersand and pipes in quotes
docker run -e 'URL=http://x?a=1&b=2|c' alpine

### at sign and percent
docker run -e user@host=100% alpine
