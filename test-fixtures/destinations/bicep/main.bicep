param location string = 'eastasia'
param name string = 'westus is a name'
// param location string = 'westus'
resource site 'Microsoft.Web/sites@2022-03-01' = {
  location: location
}
module other 'other.bicep' = {
  params: { location: location }
}
