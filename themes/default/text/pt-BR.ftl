# O que as páginas dizem, em português do Brasil. `{ $name }` stands for something to be filled in.
# Messages whose id begins with `request-` go to the request builder. Those that begin with
# `request-letter-` go into letters and are missing here on purpose: letters have the language of
# the guidelines.

## Dates

date = { $day } de { $month } de { $year }
month-01 = janeiro
month-02 = fevereiro
month-03 = março
month-04 = abril
month-05 = maio
month-06 = junho
month-07 = julho
month-08 = agosto
month-09 = setembro
month-10 = outubro
month-11 = novembro
month-12 = dezembro

## Every page

skip-to-content = Ir para o texto
main-navigation = Principal
nav-guidelines = Diretrizes
nav-versions = Versões
nav-request = Fazer uma solicitação
title = { $page } – { $site }
footer-navigation = Sobre este site
footer-feed = Feed das versões
footer-note = Publicado por { $organisation }

## Languages. Each file says what its own language is called.

language-name = Português (Brasil)
languages = Idioma
languages-lose = Outro idioma abre outra página. O que você digitou não vai junto.
languages-of-letters = A carta é redigida em inglês, porque esse é o idioma das diretrizes, e o que você digita entra nela como você o escreve: se puder, escreva em inglês. As frases das diretrizes são citadas como foram publicadas; uma tradução não seria o texto em vigor.
languages-guidelines = Leia as diretrizes, em inglês (abre outra aba)

## The guidelines

contents = Nesta página
permalink = Link para “{ $heading }”
title-version = { $title }, versão de { $date }
title-version-named = { $title }, versão “{ $version }”
description-version = { $title } de { $organisation }, aplicáveis a partir de { $date }.
description-version-named = { $title } de { $organisation }, versão “{ $version }”.
in-force-since = Em vigor desde { $date }
version-label = Versão
version-of = Versão de { $date }
digest-short = Resumo criptográfico { $digest }
call-text = O assistente de solicitações pergunta o que a sua solicitação precisa ter, mostra a frase que está por trás de cada exigência e entrega uma carta. Nada do que você digita sai do seu navegador.
record = Sobre este texto
record-version = Versão
record-applies = Em vigor desde
record-applied = Em vigor a partir de
record-will-apply = Em vigor a partir de
record-address = Endereço permanente
record-digest = SHA-256 do texto
record-source = Fonte do texto
record-source-name = guidelines.md
record-rules = Regras para máquinas
record-rules-name = requests.json

## Versions that are not in force

superseded-title = Esta versão não se aplica mais
superseded-text = Ela foi substituída em { $date }.
superseded-text-undated = Ela foi substituída por outra posterior.
announced-title = Esta versão ainda não se aplica
announced-text = Ela se aplicará a partir de { $date }.
announced-text-undated = Ela está em elaboração e ainda não tem data.
read-in-force = Ler as diretrizes em vigor

## All versions

versions-title = Versões
versions-lead = Cada versão destas diretrizes continua disponível aqui, em um endereço que não muda.
versions-description = Todas as versões publicadas das diretrizes, com a data e o resumo criptográfico de cada uma.
versions-how = Como verificar uma versão
versions-how-text = O resumo criptográfico de uma versão é o SHA-256 do texto como foi escrito. Qualquer pessoa pode recalculá-lo: baixe o texto e execute
state-in-force = Em vigor
state-superseded = Substituída
state-announced = Anunciada

## Nothing here

missing-title = Página não encontrada
missing-text = Não há página neste endereço. Daqui você chega às diretrizes, a cada versão anterior e ao assistente de solicitações.

## Feed

feed-title = { $site }: versões
feed-entry = { $title }, versão de { $date }
feed-summary = { $title } de { $organisation }, em vigor a partir de { $date }. SHA-256 do texto: { $digest }

## The request page. Messages whose names begin with `request-` are also handed to the program.

request-title = Fazer uma solicitação
request-description = Redija uma carta de solicitação que tenha o que as diretrizes pedem.
request-lead = Responda a algumas perguntas. Você recebe uma carta que tem o que as diretrizes pedem e uma lista do que ainda falta, com a frase que o pede.
request-privacy = Nada do que você digita sai deste navegador. Quem envia a carta é você.
request-privacy-more = Como isso é garantido (abre outra aba)
request-form = Sua solicitação
request-blank-title = Sem scripts
request-blank-lead = O seu navegador não executa o programa desta página; por isso, a carta não pode ser redigida aqui para você. Todas as perguntas e tudo o que as diretrizes pedem estão nesta página. Use uma carta em branco, em inglês, e preencha-a à mão:
request-blank-text = texto simples
request-steps = Etapas da sua solicitação
request-step = Etapa
request-step-of = de
request-step-complete = (não falta nada do que é exigido)
request-review = Confira e leve a sua carta
request-summary = Falta alguma coisa aqui
request-summary-go-on = Você pode preencher agora, ou pressionar Continuar outra vez e voltar mais tarde.
request-kind-needs = Você precisa de
request-kind-yields = Você obtém
request-level-must = exigido
request-level-should = pedido
request-level-may = se você quiser
request-level-practice = boa prática
request-asked-for = Perguntado para:
request-why-must = Exigido pelas diretrizes: a frase
request-why-should = Pedido pelas diretrizes: a frase
request-why-may = Sugerido pelas diretrizes: a frase
request-why-gate = Por que se pergunta isto: a frase
request-clause = A frase nas diretrizes
request-clause-source = Leia em “{ $section }” (abre outra aba)
request-problem = Problema:
request-tone-info = É bom saber.
request-tone-warning = Verifique.
request-tone-stop = Este formulário não pode ajudar aqui.
request-if-so = Quando for o caso:
request-suggest = Mudar para: { $kind }
request-acknowledge = Li isto
request-fix = Ir para a pergunta
request-leave-out = Deixar de fora, ciente disso
request-answers = Suas respostas
request-change = Alterar
request-remove = Remover: { $what }
request-tasks = A fazer no papel
request-tasks-lead = Nenhum formulário pode fazer isto por você. Marque o que já estiver feito.
request-no-clause = Boa prática. Nenhuma frase das diretrizes pede isto.
request-practices = Boas práticas
request-practices-lead = Nenhuma frase das diretrizes pede isto. Ajuda quem lê a encontrar o que você precisa.
request-back = Voltar
request-next = Continuar
request-findings = O que as diretrizes pedem
request-findings-none = A lista aparece aqui depois que você escolher o tipo de solicitação.
request-findings-must = Exigido e ainda em falta
request-findings-should = Pedido, ainda não informado
request-findings-left-out = Deixado de fora, com ciência disso
request-findings-met = Já consta
request-letter = Sua carta
request-no-letter = A sua carta aparece aqui depois que você escolher o tipo de solicitação.
request-take = Leve a sua carta
request-take-docx = Salvar como DOCX
request-take-text = Salvar como texto
request-take-copy = Copiar
request-take-print = Imprimir
request-authentic = Completa não quer dizer autêntica: quem receber esta carta vai verificar quem a enviou. Esta página não acrescenta timbre nem assinatura, e não envia nada.
request-status-open = Exigido e ainda em falta: { $count }
request-status-complete = Não falta nada do que as diretrizes exigem.
request-said-copied = A carta foi copiada.
request-said-not-copied = O seu navegador recusou a cópia. Selecione o texto da carta e copie-o manualmente.
request-said-not-printed = O seu navegador recusou a impressão.
request-said-saved = O arquivo foi entregue ao seu navegador para ser salvo.
request-said-not-saved = O seu navegador recusou criar o arquivo. Em vez disso, copie a carta.
request-ticked = Sim
request-unsound-email = Informe um endereço de e-mail, como name@agency.gov.
request-unsound-server-address = Informe o endereço do servidor, como chat.example.org, ou o link para uma mensagem nele.
request-unsound-date = Informe um dia que exista, como ano-mês-dia: 2020-01-31.
request-unsound-duration = Informe um número com days, weeks ou months (dias, semanas ou meses, em inglês), por exemplo 90 days.
request-unsound-username = Informe um só nome de usuário, sem espaços.
request-unsound-message-link = Informe links completos que comecem com https://, um em cada linha.
request-unsound-option = Escolha uma das opções.
request-unsound-sort = Esta resposta é do tipo errado. Informe-a de novo.
request-summary-review = Ainda falta alguma coisa
request-summary-review-go-on = Cada linha leva à pergunta correspondente, e o botão de lá traz de volta para cá. Você pode levar a carta como está mesmo assim.
request-kind-clauses = As frases por trás disto
request-note = Uma nota para os seus autos
request-note-copied = A nota foi copiada.
request-note-copy = Copiar a nota
request-return = Voltar às suas respostas
request-level-must-one = este ou outro é exigido
request-level-should-one = este ou outro é pedido
request-to-letter = Ir para a sua carta
request-unsound-moment = Informe um dia como ano-mês-dia, 2020-03-01, ou uma hora com a diferença em relação ao UTC: 2020-03-01 14:30 -03:00.
request-unsound-no-offset = Diga também a que distância do UTC está esta hora: 2020-03-01 14:30 -03:00, ou 2020-03-01 17:30 UTC.
request-unsound-still-to-come = Este dia ainda não chegou. Confira o ano e o mês.
request-unsound-over = Este dia já passou. Confira o ano e o mês.
request-unsound-order = O fim vem antes do começo. Confira os dois.
request-take-markdown = Salvar como Markdown
request-dropped = Deixado de fora da carta, porque não pode ser visto ou faz o texto parecer outro:
request-dropped-at = Em “{ $label }”: { $what }
request-dropped-controls = { $count } × caractere de controle
request-dropped-directions = { $count } × marca que inverte a direção do texto
request-dropped-invisible = { $count } × caractere sem largura
request-dropped-noncharacters = { $count } × código que não é caractere
request-dropped-damaged = { $count } × caractere danificado
request-mail = E-mail de encaminhamento
request-mail-lead = A carta segue por e-mail. Ponha-a em papel timbrado, assine e anexe-a com tudo o que está na lista. Esta página não anexa nada e não envia nada.
request-mail-to = Para
request-mail-subject = Assunto
request-mail-body = Texto do e-mail
request-mail-take = Leve o e-mail
request-mail-copy = Copiar o texto
request-mail-open = Abrir no seu programa de e-mail
request-mail-save = Salvar como .eml
request-mail-without-text = Este e-mail é longo demais para um link, e os programas de e-mail cortam os longos sem avisar. O link abre um e-mail apenas com o endereço e o assunto: copie o texto para ele, ou salve o e-mail como arquivo.
request-mail-too-long = O assunto é longo demais para um link que abra o seu programa de e-mail. Copie o texto, ou salve o e-mail como arquivo.
request-reminder = Um dia para lembrar
request-reminder-save = Salvar no seu calendário (.ics)
request-draft-too-large = Este arquivo é maior do que qualquer rascunho: mais de { $most } MB. Nada dele foi aproveitado.
request-draft-not-text = Este arquivo não é um rascunho: não é texto. Um rascunho é um arquivo terminado em .json, como esta página o salva.
request-draft-other = Este arquivo não é um rascunho: são dados de outro tipo. Um rascunho é um arquivo como esta página o salva.
request-draft-not-json = Este arquivo não é um rascunho que esta página tenha salvado: a leitura parou na linha { $line }, caractere { $column }. Nada dele foi aproveitado.
request-draft-cut-off = Este rascunho está cortado: ele termina na linha { $line }, caractere { $column }. Procure uma cópia inteira do arquivo.
request-draft-too-deep = Este arquivo não é um rascunho: na linha { $line }, caractere { $column }, ele tem mais níveis do que qualquer um.
request-draft-too-many = Este arquivo não é um rascunho: a lista que continua na linha { $line }, caractere { $column }, é mais longa do que qualquer uma em um rascunho.
request-draft-half-character = Este rascunho está danificado: na linha { $line }, caractere { $column }, há metade de um caractere. Procure uma cópia intacta do arquivo.
request-draft-twice = Este rascunho pode significar duas coisas: “{ $name }” aparece nele pela segunda vez na linha { $line }, caractere { $column }. Tire um dos dois do arquivo.
request-draft-lacks = Este arquivo não é um rascunho: falta “{ $name }”.
request-draft-wrong = Este arquivo não é um rascunho que esta página tenha salvado: na linha { $line }, caractere { $column }, há algo que nenhum rascunho tem ali ({ $name }). Nada dele foi aproveitado.
request-draft-too-many-entries = Este rascunho tem { $count } entradas de “{ $name }”. Esta página aceita no máximo { $most }: divida-o em várias solicitações.
request-draft-newer = Este rascunho foi salvo por uma versão mais nova desta página, no formato { $format }. Esta página conhece os formatos até { $known }. Abra-o na página em que foi salvo.
request-change-organisation = O rascunho foi feito para { $before }, não para { $now }. Confira todas as respostas antes de usá-lo aqui.
request-change-version = O rascunho foi feito para as diretrizes de { $before }. Aqui se aplicam as de { $now }.
request-change-revision = O rascunho foi feito com a revisão { $before } das regras. Aqui se aplica a revisão { $now }.
request-change-text = O rascunho foi feito para outro texto da mesma versão.
request-change-unlisted = O rascunho não diz em quais frases se fundava; por isso, não é possível listar o que mudou entre elas. Confira todas as respostas.
request-change-kind = O tipo de solicitação “{ $before }” não é mais oferecido. Escolha outro; as suas respostas são mantidas.
request-change-came = Novo aqui: as diretrizes dizem isto em “{ $what }”.
request-change-came-must = Novo, e exigido: { $what }
request-change-came-should = Novo, e pedido: { $what }
request-change-came-may = Novo, se você quiser: { $what }
request-change-went = A sua solicitação se fundava nesta frase, e não se funda mais.
request-change-reworded = Isto se funda agora em outras palavras: { $what }
request-change-stricter = Pedido com mais força: { $what }. Antes: { $before }; agora: { $now }.
request-change-looser = Pedido com menos força: { $what }. Antes: { $before }; agora: { $now }.
request-change-taken-back = Você tinha marcado isto ou deixado de fora; a marcação foi desfeita, para que você olhe de novo.
request-change-aside = “{ $what }” não se pergunta aqui. A sua resposta fica no rascunho e não entra em carta nenhuma: { $answer }
request-change-option = “{ $what }”: você tinha escolhido “{ $answer }”, que não é oferecido aqui. Escolha de novo.
request-change-unsound = “{ $what }”: a sua resposta não serve aqui. { $problem } A sua resposta: { $answer }
request-change-strange = O arquivo tem algo chamado “{ $what }”, que nenhum rascunho tem. Isso foi ignorado.
request-draft-saved = O rascunho foi entregue ao seu navegador para ser salvo como arquivo.
request-draft-not-saved = O seu navegador recusou criar o arquivo. Nada foi salvo.
request-draft-opened = O rascunho foi aberto.
request-draft-opened-changed = O rascunho foi aberto. O que esta página muda na sua solicitação está listado em “Seu rascunho”: { $count }
request-draft-unreadable = O seu navegador não conseguiu ler esse arquivo. Se for uma pasta, abra-a e tire o arquivo dela.
request-drop-no-file = Isso não era um arquivo. Solte um rascunho: um arquivo terminado em .json.
request-drop-one = Era mais de um arquivo. Solte um rascunho de cada vez.
request-cleared = Tudo foi apagado: o formulário, a carta e o que esta página guardava neste navegador. Os arquivos que você salvou continuam onde você os salvou.
request-keep-on = De agora em diante, as suas respostas são guardadas neste navegador.
request-keep-off = As suas respostas não são mais guardadas, e o que estava guardado foi removido.
request-keep-back = Estas respostas estavam guardadas neste navegador desde a sua última visita e foram trazidas de volta. “Apagar tudo”, em “Mais”, as remove.
request-keep-refused = O seu navegador recusou guardar as suas respostas. Nada é guardado: em vez disso, salve um arquivo de rascunho.
request-keep-taken = Outra aba guarda agora as respostas dela neste navegador. O que você informa aqui não é guardado: salve um arquivo de rascunho.
request-keep-cleared = Em outra aba, o que estava guardado neste navegador foi removido. O que você informa aqui não é mais guardado.
request-tabs = Esta página está aberta também em outra aba. Cada aba redige uma carta própria.
request-tabs-kept-here = Esta página está aberta também em outra aba. Cada aba redige uma carta própria. As respostas guardadas são as desta aba.
request-tabs-kept-there = Esta página está aberta também em outra aba. Cada aba redige uma carta própria. As respostas da outra aba são guardadas neste navegador; as desta, não.
draft-title = Seu rascunho
draft-save = Salvar
draft-open = Abrir
draft-more = Mais
draft-what = Um rascunho é um arquivo com as suas respostas, para continuar mais tarde, aqui ou em outro computador. Você também pode soltá-lo sobre esta página. Ele é tão confidencial quanto a solicitação: guarde-o onde guarda os autos.
draft-keep = Guardar as minhas respostas neste navegador até que eu as apague
draft-keep-hint = Qualquer pessoa que use este navegador pode lê-las. Não escolha isto em um computador compartilhado.
draft-clear = Apagar tudo
draft-ask-open = Abrir este rascunho?
draft-ask-foreign = Ele foi feito para outra organização, e as respostas dele podem não servir aqui:
draft-ask-loses = O que você informou aqui ainda não está em nenhum arquivo de rascunho. Abrir outro rascunho toma o lugar disso.
draft-save-and-open = Salvar o que está aqui e depois abrir
draft-open-anyway = Abrir
draft-no-open = Deixar tudo como está
draft-ask-clear = Apagar tudo?
draft-ask-clear-what = Isto esvazia o formulário e a carta e remove o que está guardado neste navegador. Não pode ser desfeito. Os arquivos que você salvou permanecem.
draft-save-and-clear = Salvar um rascunho e depois apagar
draft-no-clear = Manter tudo
draft-ask-keep = Já há respostas guardadas neste navegador
draft-ask-keep-what = Uma visita anterior, ou outra aba, as deixou. Só é possível guardar um conjunto de respostas.
draft-no-keep = Deixá-las
draft-open-kept = Abri-las no lugar do que está aqui
draft-keep-this = Guardar o que está aqui no lugar delas
draft-changes = O que abrir este rascunho aqui muda na sua solicitação
draft-change-before = Antes
draft-change-now = Agora
draft-change-source = Leia em
draft-change-new-tab = (abre outra aba)
draft-drop = Solte para abrir o rascunho
offline-offer = Leve este formulário com você: um só arquivo ({ $size } KB), que funciona sem rede
offline-download = Salvar { $name }
offline-how = Guarde-o no seu computador ou em um pen drive e abra-o em um navegador. Ele não precisa de rede e não pede nada a ela.
offline-digest = SHA-256 do arquivo
offline-check = Para ver que ninguém mudou o arquivo no caminho, peça ao seu computador que calcule o SHA-256 dele e compare:
offline-check-windows = Windows (PowerShell)
offline-check-mac = macOS
offline-check-linux = Linux
offline-title = Fazer uma solicitação, sem rede
offline-copy = Uma cópia para guardar
offline-version = Este arquivo contém o assistente de solicitações para as diretrizes de { $date } (revisão { $revision } das regras). Ele não pede nada a rede alguma; por isso, não pode saber se elas ainda se aplicam.
offline-version-named = Este arquivo contém o assistente de solicitações para as diretrizes “{ $version }” (revisão { $revision } das regras). Ele não pede nada a rede alguma; por isso, não pode saber se elas ainda se aplicam.
offline-newer = Quando tiver rede, procure um mais novo (abre outra aba):
offline-clause-source = Leia em “{ $section }”, mais abaixo neste arquivo
offline-text = As diretrizes, na íntegra
offline-text-lead = O texto das diretrizes como as regras deste arquivo o conhecem, para ler sem rede, em inglês.
