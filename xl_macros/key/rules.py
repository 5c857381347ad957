"""What can be wrong with the files of the key."""

from objectivity_core.findings import Rule, rules_in

KEY_EXTRAS = Rule("key-extras", "warning").says(
    "В файле ключа есть {extras}: когда программа его переписывает, они не сохраняются.",
    "Держите их в другом зашифрованном файле; сейчас они ещё есть в прежней версии ключа.",
)
PREVIOUS_KEY_LOCKED = Rule("previous-key-locked", "warning").says(
    "«{where}» не открылся ни прежним, ни новым паролем и остался как был.",
    "Если его старый пароль могли узнать, удалите этот файл: ключ цел и без него.",
)
TWO_KEYS = Rule("two-keys", "warning").says(
    "Рядом лежат ещё ключи этого года: {others}. Прочитан «{where}».",
    "Оставьте один: тот, в котором есть все коды листа «Работы»; прочие уберите в другую папку.",
)

RULES = rules_in(globals())
