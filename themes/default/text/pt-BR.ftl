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
