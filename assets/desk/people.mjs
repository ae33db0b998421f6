// The list as it stands on this device: what the site said last, and on top of it what was done here since.

// People with the acts that are not yet sent, by name. Somebody who was written down by mistake is gone again.
export function withActs(people, acts) {
  const list = people.map((person) => ({ ...person }))
  const find = (who) => list.find((person) => [person.id, person.key].includes(who))
  for (const act of acts) {
    if (act.name !== undefined) {
      if (!find(act.key)) list.push(walkIn(act))
    } else if (find(act.who)) {
      find(act.who).is_here = act.came
    }
  }
  const there = list.filter((person) => person.is_here || !person.key)
  return there.sort((one, other) => one.name.localeCompare(other.name))
}

const walkIn = ({ key, name }) => ({ id: key, key, name, code: '', companions: [], needs: [], is_here: true })

// Those whose name holds each word, or whose code or reference it is.
export function matching(people, text) {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  const compact = words.join('')
  return people.filter(
    ({ name, code, id }) =>
      [code.toLowerCase(), id].includes(compact) || words.every((word) => name.toLowerCase().includes(word))
  )
}
