"""ACE-Step as a composer: its server is asked for music, waited for, and not believed."""
