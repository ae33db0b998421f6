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

// Those of whom each word is in one name, theirs or of who comes along, or whose code or reference it is.
export function matching(people, text) {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  const compact = words.join('')
  return people.filter(
    ({ name, companions, code, id }) =>
      [code.toLowerCase(), id].includes(compact) ||
      [name, ...companions].some((each) => words.every((word) => each.toLowerCase().includes(word)))
  )
}

// How many are here, and how many came along with those.
export function heads(people) {
  const here = people.filter((person) => person.is_here)
  return { here: here.length, along: here.reduce((number, { companions }) => number + companions.length, 0) }
}
