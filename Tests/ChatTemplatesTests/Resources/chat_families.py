"""Templates in the shapes that public model families use, written for these tests.

Each has the markers and the constructs of its family, not its text.
"""

TEMPLATES = {}

TEMPLATES["chatml"] = (
    "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\\n' + message['content']"
    " + '<|im_end|>' + '\\n' }}{% endfor %}{% if add_generation_prompt %}"
    "{{ '<|im_start|>assistant\\n' }}{% endif %}"
)

TEMPLATES["llama2"] = """\
{% if messages[0]['role'] == 'system' %}
    {% set turns = messages[1:] %}
    {% set system_text = messages[0]['content'] %}
{% else %}
    {% set turns = messages %}
    {% set system_text = false %}
{% endif %}
{% for turn in turns %}
    {% if (turn['role'] == 'user') != (loop.index0 % 2 == 0) %}
        {{ raise_exception('Turns must go user, assistant, user, and so on') }}
    {% endif %}
    {% if loop.index0 == 0 and system_text != false %}
        {% set body = '<<SYS>>\\n' + system_text + '\\n<</SYS>>\\n\\n' + turn['content'] %}
    {% else %}
        {% set body = turn['content'] %}
    {% endif %}
    {% if turn['role'] == 'user' %}
        {{ bos_token + '[INST] ' + body | trim + ' [/INST]' }}
    {% elif turn['role'] == 'assistant' %}
        {{ ' ' + body | trim + ' ' + eos_token }}
    {% endif %}
{% endfor %}
"""

TEMPLATES["llama3"] = (
    "{% set turns = messages %}{% for turn in turns %}{% set block = '<|start_header_id|>' +"
    " turn['role'] + '<|end_header_id|>\\n\\n' + turn['content'] | trim + '<|eot_id|>' %}"
    "{% if loop.index0 == 0 %}{% set block = bos_token + block %}{% endif %}{{ block }}"
    "{% endfor %}{% if add_generation_prompt %}"
    "{{ '<|start_header_id|>assistant<|end_header_id|>\\n\\n' }}{% endif %}"
)

TEMPLATES["llama31"] = """\
{{- bos_token }}
{%- if custom_tools is defined %}
    {%- set tools = custom_tools %}
{%- endif %}
{%- if not tools_in_user_message is defined %}
    {%- set tools_in_user_message = true %}
{%- endif %}
{%- if not date_string is defined %}
    {%- set date_string = strftime_now("%d %b %Y") %}
{%- endif %}
{%- if not tools is defined %}
    {%- set tools = none %}
{%- endif %}

{#- The system text is taken out so that it lands in the header. #}
{%- if messages[0]['role'] == 'system' %}
    {%- set system_text = messages[0]['content'] | trim %}
    {%- set messages = messages[1:] %}
{%- else %}
    {%- set system_text = "" %}
{%- endif %}

{{- "<|start_header_id|>system<|end_header_id|>\\n\\n" }}
{%- if builtin_tools is defined or tools is not none %}
    {{- "Environment: ipython\\n" }}
{%- endif %}
{%- if builtin_tools is defined %}
    {{- "Tools: " + builtin_tools | reject('equalto', 'code_interpreter') | join(", ") + "\\n\\n" }}
{%- endif %}
{{- "Known until: December 2023\\n" }}
{{- "Date: " + date_string + "\\n\\n" }}
{%- if tools is not none and not tools_in_user_message %}
    {{- "Functions that can be called, as JSON:\\n\\n" }}
    {%- for t in tools %}
        {{- t | tojson(indent=4) }}
        {{- "\\n\\n" }}
    {%- endfor %}
{%- endif %}
{{- system_text }}
{{- "<|eot_id|>" }}

{%- if tools_in_user_message and not tools is none %}
    {%- if messages | length != 0 %}
        {%- set first_text = messages[0]['content'] | trim %}
        {%- set messages = messages[1:] %}
    {%- else %}
        {{- raise_exception("Tools need a first user message, and there is none") }}
    {%- endif %}
    {{- '<|start_header_id|>user<|end_header_id|>\\n\\n' -}}
    {{- "Answer with a call of one of these functions:\\n\\n" }}
    {%- for t in tools %}
        {{- t | tojson(indent=4) }}
        {{- "\\n\\n" }}
    {%- endfor %}
    {{- first_text + "<|eot_id|>" }}
{%- endif %}

{%- for message in messages %}
    {%- if not (message.role == 'ipython' or message.role == 'tool' or 'tool_calls' in message) %}
        {{- '<|start_header_id|>' + message['role'] + '<|end_header_id|>\\n\\n' + message['content'] | trim + '<|eot_id|>' }}
    {%- elif 'tool_calls' in message %}
        {%- if not message.tool_calls | length == 1 %}
            {{- raise_exception("Only one call at a time") }}
        {%- endif %}
        {%- set tool_call = message.tool_calls[0].function %}
        {%- if builtin_tools is defined and tool_call.name in builtin_tools %}
            {{- '<|start_header_id|>assistant<|end_header_id|>\\n\\n' -}}
            {{- "<|python_tag|>" + tool_call.name + ".call(" }}
            {%- for name, value in tool_call.arguments | items %}
                {{- name + '="' + value + '"' }}
                {%- if not loop.last %}
                    {{- ", " }}
                {%- endif %}
            {%- endfor %}
            {{- ")" }}
        {%- else %}
            {{- '<|start_header_id|>assistant<|end_header_id|>\\n\\n' -}}
            {{- '{"name": "' + tool_call.name + '", ' }}
            {{- '"parameters": ' }}
            {{- tool_call.arguments | tojson }}
            {{- "}" }}
        {%- endif %}
        {{- "<|eot_id|>" }}
    {%- elif message.role == "tool" or message.role == "ipython" %}
        {{- "<|start_header_id|>ipython<|end_header_id|>\\n\\n" }}
        {%- if message.content is mapping or message.content is iterable %}
            {{- message.content | tojson }}
        {%- else %}
            {{- message.content }}
        {%- endif %}
        {{- "<|eot_id|>" }}
    {%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '<|start_header_id|>assistant<|end_header_id|>\\n\\n' }}
{%- endif %}
"""

TEMPLATES["mistral-v1"] = (
    "{{ bos_token }}{% for message in messages %}{% if (message['role'] == 'user') !="
    " (loop.index0 % 2 == 0) %}{{ raise_exception('Roles have to alternate') }}{% endif %}"
    "{% if message['role'] == 'user' %}{{ '[INST] ' + message['content'] + ' [/INST]' }}"
    "{% elif message['role'] == 'assistant' %}{{ message['content'] + eos_token + ' ' }}"
    "{% else %}{{ raise_exception('No other roles than user and assistant') }}{% endif %}{% endfor %}"
)

TEMPLATES["mistral-v3"] = """\
{%- if messages[0]["role"] == "system" %}
    {%- set system_text = messages[0]["content"] %}
    {%- set turns = messages[1:] %}
{%- else %}
    {%- set turns = messages %}
{%- endif %}
{%- if not tools is defined %}
    {%- set tools = none %}
{%- endif %}
{%- set user_turns = turns | selectattr("role", "equalto", "user") | list %}

{%- set ns = namespace() %}
{%- set ns.index = 0 %}
{%- for message in turns %}
    {%- if not (message.role == "tool" or message.role == "tool_results" or (message.tool_calls is defined and message.tool_calls is not none)) %}
        {%- if (message["role"] == "user") != (ns.index % 2 == 0) %}
            {{- raise_exception("After an optional system message, roles alternate") }}
        {%- endif %}
        {%- set ns.index = ns.index + 1 %}
    {%- endif %}
{%- endfor %}

{{- bos_token }}
{%- for message in turns %}
    {%- if message["role"] == "user" %}
        {%- if tools is not none and (message == user_turns[-1]) %}
            {{- "[AVAILABLE_TOOLS] [" }}
            {%- for tool in tools %}
                {%- set tool = tool.function %}
                {{- '{"type": "function", "function": {' }}
                {%- for key, val in tool.items() if key != "return" %}
                    {%- if val is string %}
                        {{- '"' + key + '": "' + val + '"' }}
                    {%- else %}
                        {{- '"' + key + '": ' + val | tojson }}
                    {%- endif %}
                    {%- if not loop.last %}
                        {{- ", " }}
                    {%- endif %}
                {%- endfor %}
                {{- "}}" }}
                {%- if not loop.last %}
                    {{- ", " }}
                {%- else %}
                    {{- "]" }}
                {%- endif %}
            {%- endfor %}
            {{- "[/AVAILABLE_TOOLS]" }}
        {%- endif %}
        {%- if loop.last and system_text is defined %}
            {{- "[INST] " + system_text + "\\n\\n" + message["content"] + "[/INST]" }}
        {%- else %}
            {{- "[INST] " + message["content"] + "[/INST]" }}
        {%- endif %}
    {%- elif message.tool_calls is defined and message.tool_calls is not none %}
        {{- "[TOOL_CALLS] [" }}
        {%- for tool_call in message.tool_calls %}
            {%- set out = tool_call.function | tojson %}
            {{- out[:-1] }}
            {%- if not tool_call.id is defined or tool_call.id | length != 9 %}
                {{- raise_exception("Ids of calls have nine characters") }}
            {%- endif %}
            {{- ', "id": "' + tool_call.id + '"}' }}
            {%- if not loop.last %}
                {{- ", " }}
            {%- else %}
                {{- "]" + eos_token }}
            {%- endif %}
        {%- endfor %}
    {%- elif message["role"] == "assistant" %}
        {{- " " + message["content"] | trim + eos_token }}
    {%- elif message["role"] == "tool_results" or message["role"] == "tool" %}
        {%- if message.content is defined and message.content.content is defined %}
            {%- set content = message.content.content %}
        {%- else %}
            {%- set content = message.content %}
        {%- endif %}
        {{- '[TOOL_RESULTS] {"content": ' + content | string + ", " }}
        {{- '"call_id": "' + message.tool_call_id | default('none') + '"}[/TOOL_RESULTS]' }}
    {%- else %}
        {{- raise_exception("No such role here: " + message["role"]) }}
    {%- endif %}
{%- endfor %}
"""

TEMPLATES["mistral-nemo"] = """\
{%- if messages[0]["role"] == "system" %}
    {%- set system_text = messages[0]["content"] %}
    {%- set turns = messages[1:] %}
{%- else %}
    {%- set turns = messages %}
{%- endif %}
{{- bos_token }}
{%- for message in turns | rejectattr("role", "equalto", "tool") %}
    {%- if (message["role"] == "user") != (loop.index0 is even) %}
        {{- raise_exception("Roles alternate, and " ~ message.role ~ " does not fit at " ~ loop.index) }}
    {%- endif %}
    {%- if message["role"] == "user" %}
        {%- if loop.last and system_text is defined %}
            {{- "[INST]" + system_text + "\\n\\n" + message["content"] + "[/INST]" }}
        {%- else %}
            {{- "[INST]" + message["content"] + "[/INST]" }}
        {%- endif %}
    {%- elif message["role"] == "assistant" %}
        {{- message["content"] + eos_token}}
    {%- endif %}
{%- endfor %}
"""

TEMPLATES["qwen2"] = (
    "{% for message in messages %}{% if loop.first and messages[0]['role'] != 'system' %}"
    "{{ '<|im_start|>system\\nYou help.<|im_end|>\\n' }}{% endif %}{{'<|im_start|>' +"
    " message['role'] + '\\n' + message['content'] + '<|im_end|>' + '\\n'}}{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}"
)

TEMPLATES["qwen25"] = """\
{%- if tools %}
    {{- '<|im_start|>system\\n' }}
    {%- if messages[0]['role'] == 'system' %}
        {{- messages[0]['content'] }}
    {%- else %}
        {{- 'You help.' }}
    {%- endif %}
    {{- "\\n\\n# Functions\\n\\nTheir signatures are within <tools></tools>:\\n<tools>" }}
    {%- for tool in tools %}
        {{- "\\n" }}
        {{- tool | tojson }}
    {%- endfor %}
    {{- "\\n</tools>\\n\\nCall one like this:\\n<tool_call>\\n{\\"name\\": <name>, \\"arguments\\": <object>}\\n</tool_call><|im_end|>\\n" }}
{%- else %}
    {%- if messages[0]['role'] == 'system' %}
        {{- '<|im_start|>system\\n' + messages[0]['content'] + '<|im_end|>\\n' }}
    {%- else %}
        {{- '<|im_start|>system\\nYou help.<|im_end|>\\n' }}
    {%- endif %}
{%- endif %}
{%- for message in messages %}
    {%- if (message.role == "user") or (message.role == "system" and not loop.first) or (message.role == "assistant" and not message.tool_calls) %}
        {{- '<|im_start|>' + message.role + '\\n' + message.content + '<|im_end|>' + '\\n' }}
    {%- elif message.role == "assistant" %}
        {{- '<|im_start|>' + message.role }}
        {%- if message.content %}
            {{- '\\n' + message.content }}
        {%- endif %}
        {%- for tool_call in message.tool_calls %}
            {%- if tool_call.function is defined %}
                {%- set tool_call = tool_call.function %}
            {%- endif %}
            {{- '\\n<tool_call>\\n{"name": "' }}
            {{- tool_call.name }}
            {{- '", "arguments": ' }}
            {{- tool_call.arguments | tojson }}
            {{- '}\\n</tool_call>' }}
        {%- endfor %}
        {{- '<|im_end|>\\n' }}
    {%- elif message.role == "tool" %}
        {%- if (loop.index0 == 0) or (messages[loop.index0 - 1].role != "tool") %}
            {{- '<|im_start|>user' }}
        {%- endif %}
        {{- '\\n<tool_response>\\n' }}
        {{- message.content }}
        {{- '\\n</tool_response>' }}
        {%- if loop.last or (messages[loop.index0 + 1].role != "tool") %}
            {{- '<|im_end|>\\n' }}
        {%- endif %}
    {%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '<|im_start|>assistant\\n' }}
{%- endif %}
"""

TEMPLATES["qwen3"] = """\
{%- if tools %}
    {{- '<|im_start|>system\\n' }}
    {%- if messages[0].role == 'system' %}
        {{- messages[0].content + '\\n\\n' }}
    {%- endif %}
    {{- "# Functions\\n<tools>" }}
    {%- for tool in tools %}
        {{- "\\n" }}
        {{- tool | tojson }}
    {%- endfor %}
    {{- "\\n</tools><|im_end|>\\n" }}
{%- else %}
    {%- if messages[0].role == 'system' %}
        {{- '<|im_start|>system\\n' + messages[0].content + '<|im_end|>\\n' }}
    {%- endif %}
{%- endif %}
{%- set ns = namespace(multi_step_tool=true, last_query_index=messages|length - 1) %}
{%- for message in messages[::-1] %}
    {%- set index = (messages|length - 1) - loop.index0 %}
    {%- if ns.multi_step_tool and message.role == "user" and message.content is string and not(message.content.startswith('<tool_response>') and message.content.endswith('</tool_response>')) %}
        {%- set ns.multi_step_tool = false %}
        {%- set ns.last_query_index = index %}
    {%- endif %}
{%- endfor %}
{%- for message in messages %}
    {%- if message.content is string %}
        {%- set content = message.content %}
    {%- else %}
        {%- set content = '' %}
    {%- endif %}
    {%- if (message.role == "user") or (message.role == "system" and not loop.first) %}
        {{- '<|im_start|>' + message.role + '\\n' + content + '<|im_end|>' + '\\n' }}
    {%- elif message.role == "assistant" %}
        {%- set reasoning_content = '' %}
        {%- if message.reasoning_content is string %}
            {%- set reasoning_content = message.reasoning_content %}
        {%- else %}
            {%- if '</think>' in content %}
                {%- set reasoning_content = content.split('</think>')[0].rstrip('\\n').split('<think>')[-1].lstrip('\\n') %}
                {%- set content = content.split('</think>')[-1].lstrip('\\n') %}
            {%- endif %}
        {%- endif %}
        {%- if loop.index0 > ns.last_query_index %}
            {%- if loop.last or (not loop.last and reasoning_content) %}
                {{- '<|im_start|>' + message.role + '\\n<think>\\n' + reasoning_content.strip('\\n') + '\\n</think>\\n\\n' + content.lstrip('\\n') }}
            {%- else %}
                {{- '<|im_start|>' + message.role + '\\n' + content }}
            {%- endif %}
        {%- else %}
            {{- '<|im_start|>' + message.role + '\\n' + content }}
        {%- endif %}
        {%- if message.tool_calls %}
            {%- for tool_call in message.tool_calls %}
                {%- if (loop.first and content) or (not loop.first) %}
                    {{- '\\n' }}
                {%- endif %}
                {%- if tool_call.function %}
                    {%- set tool_call = tool_call.function %}
                {%- endif %}
                {{- '<tool_call>\\n{"name": "' }}
                {{- tool_call.name }}
                {{- '", "arguments": ' }}
                {%- if tool_call.arguments is string %}
                    {{- tool_call.arguments }}
                {%- else %}
                    {{- tool_call.arguments | tojson }}
                {%- endif %}
                {{- '}\\n</tool_call>' }}
            {%- endfor %}
        {%- endif %}
        {{- '<|im_end|>\\n' }}
    {%- elif message.role == "tool" %}
        {%- if loop.first or (messages[loop.index0 - 1].role != "tool") %}
            {{- '<|im_start|>user' }}
        {%- endif %}
        {{- '\\n<tool_response>\\n' }}
        {{- content }}
        {{- '\\n</tool_response>' }}
        {%- if loop.last or (messages[loop.index0 + 1].role != "tool") %}
            {{- '<|im_end|>\\n' }}
        {%- endif %}
    {%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '<|im_start|>assistant\\n' }}
    {%- if enable_thinking is defined and enable_thinking is false %}
        {{- '<think>\\n\\n</think>\\n\\n' }}
    {%- endif %}
{%- endif %}
"""

TEMPLATES["phi3"] = (
    "{% for message in messages %}{% if message['role'] == 'system' and message['content'] %}"
    "{{'<|system|>\\n' + message['content'] + '<|end|>\\n'}}{% elif message['role'] == 'user' %}"
    "{{'<|user|>\\n' + message['content'] + '<|end|>\\n'}}{% elif message['role'] =="
    " 'assistant' %}{{'<|assistant|>\\n' + message['content'] + '<|end|>\\n'}}{% endif %}"
    "{% endfor %}{% if add_generation_prompt %}{{ '<|assistant|>\\n' }}{% else %}"
    "{{ eos_token }}{% endif %}"
)

TEMPLATES["phi3-first"] = (
    "{{ bos_token }}{% for message in messages %}{{'<|' + message['role'] + '|>' + '\\n' +"
    " message['content'] + '<|end|>\\n' }}{% endfor %}{% if add_generation_prompt and"
    " messages[-1]['role'] != 'assistant' %}{{ '<|assistant|>\\n' }}{% endif %}"
)

TEMPLATES["smollm2"] = (
    "{% for message in messages %}{% if loop.first and messages[0]['role'] != 'system' %}"
    "{{ '<|im_start|>system\\nA small helper.<|im_end|>\\n' }}{% endif %}{{ '<|im_start|>' ~"
    " message['role'] ~ '\\n' ~ message['content'] ~ '<|im_end|>\\n' }}{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}"
)

TEMPLATES["smollm3"] = """\
{%- if enable_thinking is not defined -%}
{%- set enable_thinking = true -%}
{%- endif -%}
{%- set mode = "/think" if enable_thinking else "/no_think" -%}
{%- if messages[0].role == "system" -%}
  {%- set system_text = messages[0].content -%}
  {%- if "/no_think" in system_text -%}
    {%- set mode = "/no_think" -%}
  {%- endif -%}
  {%- set custom = system_text.replace("/no_think", "").replace("/think", "").rstrip() -%}
{%- endif -%}
{{- "<|im_start|>system\\n" -}}
{{- "Today: " ~ strftime_now("%d %B %Y") ~ "\\nMode: " ~ mode ~ "\\n\\n" -}}
{%- if custom -%}{{- custom + "\\n\\n" -}}{%- endif -%}
{%- if xml_tools or tools -%}
  {%- set ns = namespace(text="<tools>\\n") -%}
  {%- for tool in (xml_tools or tools) -%}
    {%- set ns.text = ns.text ~ (tool | string) ~ "\\n" -%}
  {%- endfor -%}
  {{- ns.text + "</tools>\\n\\n" -}}
{%- endif -%}
{{- "<|im_end|>\\n" -}}
{%- for message in messages -%}
    {%- set content = message.content if message.content is string else "" -%}
    {%- if message.role == "user" -%}
        {{ "<|im_start|>" + message.role + "\\n"  + content + "<|im_end|>\\n" }}
    {%- elif message.role == "assistant" -%}
        {% generation %}
        {%- if mode == "/think" -%}
            {{ "<|im_start|>assistant\\n" + content.lstrip("\\n") + "<|im_end|>\\n" }}
        {%- else -%}
            {{ "<|im_start|>assistant\\n" + "<think>\\n\\n</think>\\n" + content.lstrip("\\n") + "<|im_end|>\\n" }}
        {%- endif -%}
        {% endgeneration %}
    {%- elif message.role == "tool" -%}
    {{ "<|im_start|>" + "user\\n"  + content + "<|im_end|>\\n" }}
    {%- endif -%}
{%- endfor -%}
{%- if add_generation_prompt -%}
    {%- if mode == "/think" -%}
        {{ "<|im_start|>assistant\\n" }}
    {%- else -%}
        {{ "<|im_start|>assistant\\n" + "<think>\\n\\n</think>\\n"  }}
    {%- endif -%}
{%- endif -%}
"""

TEMPLATES["zephyr"] = """\
{% for message in messages %}
{% if message['role'] == 'user' %}
{{ '<|user|>\\n' + message['content'] + eos_token }}
{% elif message['role'] == 'system' %}
{{ '<|system|>\\n' + message['content'] + eos_token }}
{% elif message['role'] == 'assistant' %}
{{ '<|assistant|>\\n'  + message['content'] + eos_token }}
{% endif %}
{% if loop.last and add_generation_prompt %}
{{ '<|assistant|>' }}
{% endif %}
{% endfor %}"""

TEMPLATES["gemma"] = (
    "{{ bos_token }}{% if messages[0]['role'] == 'system' %}{{ raise_exception('There is no"
    " system role') }}{% endif %}{% for message in messages %}{% if (message['role'] == 'user')"
    " != (loop.index0 % 2 == 0) %}{{ raise_exception('Roles alternate: user, assistant') }}"
    "{% endif %}{% if (message['role'] == 'assistant') %}{% set role = 'model' %}{% else %}"
    "{% set role = message['role'] %}{% endif %}{{ '<start_of_turn>' + role + '\\n' +"
    " message['content'] | trim + '<end_of_turn>\\n' }}{% endfor %}{% if add_generation_prompt %}"
    "{{'<start_of_turn>model\\n'}}{% endif %}"
)

TEMPLATES["gemma3"] = """\
{{ bos_token }}
{%- if messages[0]['role'] == 'system' -%}
    {%- if messages[0]['content'] is string -%}
        {%- set first_user_prefix = messages[0]['content'] + '\\n\\n' -%}
    {%- else -%}
        {%- set first_user_prefix = messages[0]['content'][0]['text'] + '\\n\\n' -%}
    {%- endif -%}
    {%- set loop_messages = messages[1:] -%}
{%- else -%}
    {%- set first_user_prefix = "" -%}
    {%- set loop_messages = messages -%}
{%- endif -%}
{%- for message in loop_messages -%}
    {%- if (message['role'] == 'user') != (loop.index0 % 2 == 0) -%}
        {{ raise_exception("Roles alternate: user, assistant") }}
    {%- endif -%}
    {%- set role = 'model' if message['role'] == 'assistant' else message['role'] -%}
    {{ '<start_of_turn>' + role + '\\n' + (first_user_prefix if loop.first else "") }}
    {%- if message['content'] is string -%}
        {{ message['content'] | trim }}
    {%- elif message['content'] is iterable -%}
        {%- for item in message['content'] -%}
            {%- if item['type'] == 'image' -%}
                {{ '<start_of_image>' }}
            {%- elif item['type'] == 'text' -%}
                {{ item['text'] | trim }}
            {%- endif -%}
        {%- endfor -%}
    {%- else -%}
        {{ raise_exception("Neither a text nor a list") }}
    {%- endif -%}
    {{ '<end_of_turn>\\n' }}
{%- endfor -%}
{%- if add_generation_prompt -%}
    {{'<start_of_turn>model\\n'}}
{%- endif -%}
"""

TEMPLATES["deepseek"] = (
    "{% if not add_generation_prompt is defined %}{% set add_generation_prompt = false %}"
    "{% endif %}{% set ns = namespace(is_first=false, is_tool=false, system='') %}"
    "{%- for message in messages %}{%- if message['role'] == 'system' %}{% set ns.system ="
    " message['content'] %}{%- endif %}{%- endfor %}{{ bos_token }}{{ ns.system }}"
    "{%- for message in messages %}{%- if message['role'] == 'user' %}{%- set ns.is_tool = false"
    " -%}{{ '<｜User｜>' + message['content'] }}{%- endif %}{%- if message['role'] =="
    " 'assistant' and message['content'] is none %}{%- set ns.is_tool = false -%}{%- for tool in"
    " message['tool_calls'] %}{%- if not ns.is_first %}{{ '<｜Assistant｜><｜tool▁calls▁begin｜>'"
    " + tool['type'] + '<｜tool▁sep｜>' + tool['function']['name'] + '\\n' + '```json' + '\\n' +"
    " tool['function']['arguments'] | tojson + '\\n' + '```' }}{%- set ns.is_first = true -%}"
    "{%- else %}{{ '\\n' + tool['function']['name'] }}{%- endif %}{%- endfor %}{%- endif %}"
    "{%- if message['role'] == 'assistant' and message['content'] is not none %}{%- if ns.is_tool"
    " %}{{ '<｜tool▁outputs▁end｜>' + message['content'] + eos_token }}{%- set ns.is_tool = false"
    " -%}{%- else %}{% set content = message['content'] %}{% if '</think>' in content %}"
    "{% set content = content.split('</think>')[-1] %}{% endif %}{{ '<｜Assistant｜>' + content +"
    " eos_token }}{%- endif %}{%- endif %}{%- if message['role'] == 'tool' %}{%- set ns.is_tool ="
    " true -%}{{ '<｜tool▁outputs▁begin｜>' + message['content'] | string }}{%- endif %}"
    "{%- endfor -%}{% if ns.is_tool %}{{ '<｜tool▁outputs▁end｜>' }}{% endif %}"
    "{% if add_generation_prompt and not ns.is_tool %}{{ '<｜Assistant｜><think>\\n' }}{% endif %}"
)

TEMPLATES["deepseek-coder"] = """\
{%- set found_system = namespace(found=false) -%}
{%- for message in messages -%}
    {%- if message['role'] == 'system' -%}
        {%- set found_system.found = true -%}
    {%- endif -%}
{%- endfor -%}
{{ bos_token }}{%- if not found_system.found -%}
{{ 'You write programs.\\n' }}
{%- endif %}
{%- for message in messages %}
    {%- if message['role'] == 'system' %}
{{ message['content'] }}
    {%- else %}
        {%- if message['role'] == 'user' %}
{{ '### Instruction:\\n' + message['content'] + '\\n' }}
        {%- else %}
{{ '### Response:\\n' ~ message['content'] ~ '\\n<|EOT|>\\n' }}
        {%- endif %}
    {%- endif %}
{%- endfor %}
{% if add_generation_prompt %}
{{ '### Response:' }}
{% endif %}
"""

TEMPLATES["granite"] = """\
{%- set system_text = 'Knows until April 2024. Today is ' + strftime_now('%B %d, %Y') + '.' %}
{%- if messages[0]['role'] == 'system' %}
    {%- set system_text = messages[0]['content'] %}
    {%- set turns = messages[1:] %}
{%- else %}
    {%- if tools and documents %}
        {%- set system_text = system_text + ' Has tools and documents.' %}
    {%- elif tools %}
        {%- set system_text = system_text + ' Has tools.' %}
    {%- elif documents %}
        {%- set system_text = system_text + ' Has documents.' %}
    {%- endif %}
    {%- set turns = messages %}
{%- endif %}
{{- '<|start_of_role|>system<|end_of_role|>' + system_text + '<|end_of_text|>\\n' }}
{%- if tools %}
    {{- '<|start_of_role|>tools<|end_of_role|>' }}
    {{- tools | tojson(indent=4) }}
    {{- '<|end_of_text|>\\n' }}
{%- endif %}
{%- for document in documents or [] %}
    {{- '<|start_of_role|>document {"id": "' + document['id'] | string + '"}<|end_of_role|>\\n' }}
    {{- document['text'] }}{{- '<|end_of_text|>\\n' }}
{%- endfor %}
{%- for message in turns %}
    {{- '<|start_of_role|>' + message['role'] + '<|end_of_role|>' + (message['content'] or '') + '<|end_of_text|>\\n' }}
    {%- if loop.last and add_generation_prompt %}
        {{- '<|start_of_role|>assistant' }}
        {%- if controls %}{{- ' ' + controls | tojson }}{%- endif %}
        {{- '<|end_of_role|>' }}
    {%- endif %}
{%- endfor %}
"""

TEMPLATES["typescript"] = """\
{#- Functions as type declarations, which needs macros that call each other. #}
{%- macro type_of(spec, indent='') -%}
    {%- if spec.type == "array" -%}
        {%- if spec['items'] -%}
            {{- type_of(spec['items'], indent) }}[]
        {%- else -%}
            any[]
        {%- endif -%}
    {%- elif spec.type is defined and spec.type is iterable and spec.type is not string -%}
        {{- spec.type | join(' | ') -}}
    {%- elif spec.enum -%}
        {{- '"' + spec.enum | join('" | "') + '"' -}}
    {%- elif spec.type == 'object' -%}
        {%- if spec.properties -%}
            {{- "{\\n" }}
            {%- for name, inner in spec.properties.items() -%}
                {{- indent + '  ' + name + ('' if name in (spec.required or []) else '?') + ': ' }}
                {{- type_of(inner, indent=indent + '  ') }}
                {%- if inner.description %}{{ '  // ' ~ inner.description }}{%- endif -%}
                {{- ',' if not loop.last }}{{ '\\n' }}
            {%- endfor -%}
            {{- indent + '}' }}
        {%- else -%}
            object
        {%- endif -%}
    {%- elif spec.type in ['number', 'integer'] -%}number
    {%- else -%}{{- spec.type | default('any', true) -}}
    {%- endif -%}
{%- endmacro -%}

{%- macro declare(tools) -%}
    {{- 'namespace functions {\\n\\n' }}
    {%- for tool in tools -%}
        {%- set function = tool.function -%}
        {{- '// ' + function.description + '\\ntype ' + function.name + ' = (_: ' }}
        {{- type_of(function.parameters) }}
        {{- ') => any;\\n\\n' }}
    {%- endfor -%}
    {{- '} // namespace' }}
{%- endmacro -%}

<|start|>system<|message|>Date: {{ strftime_now("%Y-%m-%d") }}
{% if tools %}{{ declare(tools) }}{% endif %}<|end|>
{%- for message in messages -%}
    {%- if message.role == 'assistant' and 'tool_calls' in message -%}
        {%- for call in message.tool_calls -%}
            {{- '<|start|>assistant to=functions.' ~ call.function.name ~ '<|message|>' ~ call.function.arguments | tojson ~ '<|call|>' }}
        {%- endfor -%}
    {%- elif message.role == 'tool' -%}
        {%- set ns = namespace(name=none) -%}
        {%- for earlier in messages[:loop.index0] | reverse -%}
            {%- if earlier.tool_calls -%}
                {%- set ns.name = earlier.tool_calls[0].function.name -%}
                {%- break -%}
            {%- endif -%}
        {%- endfor -%}
        {%- if ns.name is none %}{{ raise_exception('A result without a call') }}{% endif -%}
        {{- '<|start|>functions.' ~ ns.name ~ '<|message|>' ~ message.content | tojson ~ '<|end|>' }}
    {%- else -%}
        {{- '<|start|>%s<|message|>%s<|end|>' % (message.role, message.content) }}
    {%- endif -%}
{%- endfor -%}
{%- if add_generation_prompt %}<|start|>assistant{% endif -%}
"""

TEMPLATES["command"] = """\
{{ bos_token }}{%- set preamble = "" -%}{%- set ns = namespace(cited=[]) -%}
{%- if messages[0]['role'] == 'system' -%}
{%- set turns = messages[1:] -%}{%- set preamble = messages[0]['content'] -%}
{%- else -%}{%- set turns = messages -%}{%- endif -%}
{{ '<|START_OF_TURN_TOKEN|><|SYSTEM_TOKEN|>' }}
{%- if '<results>' in preamble -%}
    {{- raise_exception("<results> must not be in the preamble") -}}
{%- elif preamble -%}{{- '# Rules\\n' ~ preamble -}}{%- endif -%}
{%- if tools -%}
{{ '\\n\\n## Tools\\n' }}
{%- for tool in tools -%}
{{ '```python\\ndef ' + tool.function.name + '(' }}
{%- for name, field in tool.function.parameters.properties.items() -%}
{%- set optional = '' if name in tool.function.parameters.required else ' = None' -%}
{{ name }}: {{ {'string': 'str', 'integer': 'int', 'number': 'float', 'boolean': 'bool'}.get(field.type, field.type) }}{{ optional }}
{%- if not loop.last %}, {% endif -%}
{%- endfor -%}
{{ ') -> List[Dict]:\\n    """' + tool.function.description + '"""\\n    pass\\n```' }}
{%- if not loop.last %}{{ '\\n\\n' }}{% endif -%}
{%- endfor -%}
{%- endif -%}
{{ '<|END_OF_TURN_TOKEN|>' }}
{%- for turn in turns -%}
{%- set content = turn['content'] -%}
{%- if turn['role'] | lower == 'user' -%}
{{ '<|START_OF_TURN_TOKEN|><|USER_TOKEN|>' + content.strip() + '<|END_OF_TURN_TOKEN|>' }}
{%- elif turn['role'] | lower in ('assistant', 'chatbot') -%}
{{ '<|START_OF_TURN_TOKEN|><|CHATBOT_TOKEN|>' + (content or '').strip() + '<|END_OF_TURN_TOKEN|>' }}
{%- elif turn.role == 'tool' -%}
{{ '<|START_OF_TURN_TOKEN|><|SYSTEM_TOKEN|><results>\\n' ~ content ~ '\\n</results><|END_OF_TURN_TOKEN|>' }}
{%- endif -%}
{%- endfor -%}
{%- if add_generation_prompt -%}{{ '<|START_OF_TURN_TOKEN|><|CHATBOT_TOKEN|>' }}{%- endif -%}
"""

TEMPLATES["vicuna"] = """\
{% if not add_generation_prompt is defined %}{% set add_generation_prompt = false %}{% endif %}
{% set sep = [' ', eos_token] %}
{% if messages[0].role == 'system' %}{{ messages[0].content }}{% set rest = messages[1:] %}{% else %}{{ 'A chat.' }}{% set rest = messages %}{% endif %}{{ sep[0] }}
{%- for m in rest -%}
{{ {'user': 'USER', 'assistant': 'ASSISTANT'}[m.role] | default(m.role | upper) }}: {{ m.content | trim | replace('\\n', ' ') }}{{ sep[loop.index0 % 2] }}
{%- endfor -%}
{% if add_generation_prompt %}ASSISTANT:{% endif %}"""

LOOKUP = {
    "type": "function",
    "function": {
        "name": "lookup",
        "description": "Finds a value.",
        "parameters": {
            "type": "object",
            "properties": {
                "key": {"type": "string", "description": "what to <find> & \"quote\" – naïvely"},
                "count": {"type": "integer"},
                "kind": {"type": "string", "enum": ["a", "b"]},
                "tags": {"type": "array", "items": {"type": "string"}},
                "range": {
                    "type": "object",
                    "properties": {"low": {"type": "number"}, "high": {"type": ["number", "null"]}},
                    "required": ["low"],
                },
            },
            "required": ["key"],
        },
        "return": {"type": "string"},
    },
}
CALL = {
    "role": "assistant",
    "content": None,
    "tool_calls": [
        {
            "id": "call12345",
            "type": "function",
            "function": {"name": "lookup", "arguments": {"key": "π & 'x'", "count": 2}},
        }
    ],
}


def conversations():
    """Cases: variables of one rendering, each by its name."""

    def case(name, *messages, **more):
        arguments = {
            "messages": list(messages),
            "tools": None,
            "documents": None,
            "add_generation_prompt": True,
            "bos_token": "<s>",
            "eos_token": "</s>",
        }
        arguments.update(more)
        return name, arguments

    def message(role, content, **more):
        return {"role": role, "content": content, **more}

    def system(text):
        return message("system", text)

    def user(text):
        return message("user", text)

    def assistant(text, **more):
        return message("assistant", text, **more)

    two = [user("Hi"), assistant("Hello."), user("Sum of sales?")]
    return [
        case("user", user("Sum of sales?")),
        case("system", system("Only formulas."), user("Sum of sales?")),
        case("turns", system("Be brief."), *two),
        case("turns without system", *two),
        case("answer", system("Be brief."), user("Hi"), assistant(" Hello. "), add_generation_prompt=False),
        case("spaces", system("  padded \n"), user("\n\t Two  spaces \n and a line ")),
        case("unicode", user("naïve 表 🙂 <|im_end|> {{ x }} e\u0301")),
        case("empty", user("")),
        case("two users", user("a"), user("b")),
        case("system last", user("a"), system("b")),
        case("thinking", user("a"), assistant("<think>\nhm\n</think>\n\nB."), user("c"), assistant("<think>\nso\n</think>\n\nD."), add_generation_prompt=False),
        case("no thinking", system("x /no_think"), *two, enable_thinking=False),
        case("reasoning", user("a"), assistant("b", reasoning_content="why"), add_generation_prompt=False),
        case("tools", system("Use tools."), user("What is a?"), tools=[LOOKUP]),
        case("tools without system", user("What is a?"), tools=[LOOKUP, LOOKUP]),
        case("tools up front", user("What is a?"), tools=[LOOKUP], tools_in_user_message=False),
        case("call", user("a?"), CALL, message("tool", "π = 3.14", tool_call_id="call12345"), tools=[LOOKUP]),
        case("call answered", user("a?"), CALL, message("tool", {"value": 3.0, "ok": True}, tool_call_id="call12345"), assistant("Three."), tools=[LOOKUP]),
        case("builtin", user("a?"), {**CALL, "tool_calls": [{"function": {"name": "search", "arguments": {"query": "x"}}}]}, builtin_tools=["search", "code_interpreter"]),
        case("two calls", user("a?"), {**CALL, "tool_calls": CALL["tool_calls"] * 2}),
        case("parts", user([{"type": "image"}, {"type": "text", "text": " What is it? "}])),
        case("no role", {"content": "a"}),
        case("no content", {"role": "user"}),
        case("nothing"),
        case("other role", message("critic", "Hm.")),
        case("date", user("a"), date_string="1 Jan 2020", documents=[{"id": 3, "text": "Doc."}], controls={"length": "short"}),
        ("bare", {"messages": [user("a")]}),
    ]
