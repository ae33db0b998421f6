"""
The demonstration: an invented partnership with topics, forums, events, forms, people and answers.

The words stand in the TOML files beside this, the code that makes rows of them in modules named for what they make.
`loading.load` calls them in order. Each makes what is not there yet, so that loading twice changes nothing.
"""
